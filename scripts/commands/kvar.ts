// In this process, so that a signal reaches the server itself.
process.argv = [process.execPath, 'kvar', ...process.argv.slice(2)];
await import('../../src/cli/kvar.ts');
