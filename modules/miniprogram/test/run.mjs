// Runs the compiled tests. "node test/run.mjs --tap <file>" also writes TAP, for programs that count.
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const compiled = join(dirname(fileURLToPath(import.meta.url)), '..', 'test-dist');
const [option, tapFile, ...rest] = process.argv.slice(2);
const names = option === '--tap' ? rest : [option, tapFile, ...rest].filter(Boolean);
const files = readdirSync(compiled)
  .filter(file => file.endsWith('.test.js') && (names.length === 0 || names.some(name => file.includes(name))))
  .map(file => join(compiled, file));
if (files.length === 0) {
  console.error(`There is no compiled test in ${compiled}${names.length > 0 ? ` named like ${names.join(' or ')}` : ''}. Run: npm run pretest`);
  process.exit(1);
}

const reporters = ['--test-reporter=spec', '--test-reporter-destination=stdout'];
if (option === '--tap') {
  reporters.push('--test-reporter=tap', `--test-reporter-destination=${tapFile}`);
}

const tests = spawn(process.execPath, ['--test', ...reporters, ...files], { stdio: 'inherit' });
// Whoever ends this ends the tests too; they end what they have started.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => tests.kill('SIGTERM'));
}

tests.on('exit', code => process.exit(code ?? 1));
