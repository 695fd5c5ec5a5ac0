import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

const size = {
  'max-lines': ['error', { max: 200, skipBlankLines: true, skipComments: true }],
  'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true }],
  'max-params': ['error', 3],
  'max-depth': ['error', 2],
};

// Actions, steps and the interpreter reach the outside world through ports only.
const portsOnly = {
  'no-restricted-properties': [
    'error',
    { object: 'Date', property: 'now', message: 'Take the clock port.' },
    { object: 'Math', property: 'random', message: 'Take the ids port.' },
    { object: 'process', property: 'env', message: 'Configuration is read where ports are made.' },
  ],
  'no-restricted-globals': ['error', 'setTimeout', 'setInterval', 'fetch'],
};

export default defineConfig(
  globalIgnores(['.serverless/', '**/dist/', 'coverage/', '.quaymaster/', 'contracts/']),
  js.configs.recommended,
  tseslint.configs.recommendedTypeChecked,
  { languageOptions: { parserOptions: { projectService: true } } },
  {
    rules: {
      ...size,
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      // An async function is how an action keeps its one signature, awaiting or not.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
    },
  },
  { files: ['functions/{ssm,proton,opsworks,heat,events}/**/*.ts', 'local/states/**/*.ts'], rules: portsOnly },
  {
    files: ['test/**', 'bench/**'],
    rules: {
      'max-lines-per-function': 'off',
      'max-lines': ['error', { max: 400 }],
      'max-depth': ['error', 3],
      // A row of a table is its parameters, and jest's matchers are any.
      'max-params': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
    },
  },
  {
    files: ['**/*.js', '**/*.mjs'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: { globals: { process: 'readonly', console: 'readonly' } },
  },
  prettier,
);
