#!/usr/bin/env node
// Plain JavaScript, so that a Node too old for the rest can still say so.
import { existsSync } from 'node:fs';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 24 || (major === 24 && minor < 9)) {
  console.error(
    `quaymaster needs Node 24.9 or newer and this is ${process.versions.node}; npx quaymaster uses the one npm ci brought.`,
  );
  process.exit(1);
}
// An installed package holds no sources: Node reads TypeScript nowhere below node_modules.
const sources = new globalThis.URL('./quaymaster.ts', import.meta.url);
await import(
  existsSync(sources) ? sources.href : new globalThis.URL('../packaging/dist/quaymaster.js', import.meta.url).href
);
