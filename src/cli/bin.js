#!/usr/bin/env node
// Plain JavaScript: it must run, and say what is wrong, on a Node that cannot read TypeScript.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 23 || (major === 23 && minor < 6)) {
  console.error(
    `maillage needs Node 24, this is ${process.versions.node}. ` +
      'In the checkout, `npm ci` brings the right one: use `npm start` and `npx maillage …`.',
  );
  process.exit(1);
}
await import('./main.ts');
