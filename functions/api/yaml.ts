import { load, type Schema } from 'js-yaml';
import { checkCharacters, checkDepth } from './json-tree.ts';

/**
 * What YAML holds, as js-yaml reads it by a schema; where a key comes twice the last one counts. Aliases are shared parts: make a tree of it.
 * The parser calls itself for each level and makes the text of a key from any list of aliases, so both are bounded while it reads, not after.
 */
export function loadYaml(content: string, schema: Schema, mostCharacters?: number): unknown {
  let depth = 0;
  let characters = 0;
  return load(content, {
    schema,
    json: true,
    listener: (event, { result }: { result: unknown }) => {
      depth += event === 'open' ? 1 : -1;
      if (event === 'close' && typeof result === 'string') characters += result.length;
      checkDepth(depth - 1);
      checkCharacters(characters, mostCharacters);
    },
  });
}
