import { runTool } from '../tool.ts';

process.exitCode = await runTool('vite', ['dev', '--port', '5827', ...process.argv.slice(2)]);
