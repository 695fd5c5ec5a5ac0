#!/usr/bin/env node
// Plain JavaScript, so that a Node too old for the rest can still say so.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 24 || (major === 24 && minor < 9)) {
  console.error(
    `quaymaster needs Node 24.9 or newer and this is ${process.versions.node}; npx quaymaster uses the one npm ci brought.`,
  );
  process.exit(1);
}
await import('./quaymaster.ts');
