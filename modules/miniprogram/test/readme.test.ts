import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';

const root = join(__dirname, '..');
const pages = ['README.md', 'README.zh-CN.md'];

test('the code on the pages is that of the examples, which are compiled', () => {
  const examples = (readdirSync(join(root, 'examples'), { recursive: true }) as string[])
    .filter(file => /\.(ts|wxml)$/.test(file))
    .map(file => `examples/${file.replace(/\\/g, '/')}`);
  for (const page of pages) {
    const blocks = [...readFileSync(join(root, page), 'utf8').matchAll(/<!-- (examples\/\S+) -->\n```\w+\n(.*?)```\n/gs)];
    assert.deepEqual(blocks.map(b => b[1]).sort(), [...examples].sort(), page);
    for (const [, file, code] of blocks) {
      assert.equal(code, readFileSync(join(root, file ?? ''), 'utf8'), `${page}: ${file}`);
    }
  }
});

test('links on the pages lead somewhere', () => {
  for (const page of pages) {
    for (const [, target] of readFileSync(join(root, page), 'utf8').matchAll(/\]\(((?!https?:)[^)#]+)\)/g)) {
      assert.ok(existsSync(join(root, target ?? '')), `${page}: ${target}`);
    }
  }
});

