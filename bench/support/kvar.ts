/** `kvar serve` as a host starts it; only the limits on rates are off, because all load comes from one address. */
import { program } from '../../scripts/build.ts';
import { startChild, type Child, type ChildOptions } from './child.ts';

const withoutLimits = ['--rate-session', '0', '--rate-address', '0', '--circles-per-hour', '0', '--circles', '1000000'];

export interface Kvar extends Child {
	origin: string;
}

export async function startKvar(options: Pick<ChildOptions, 'before' | 'folder'> & { env?: Record<string, string>; nodeFlags?: string[] } = {}): Promise<Kvar> {
	const { env, nodeFlags = [], ...rest } = options;
	const child = await startChild({
		...rest,
		args: (port, folder) => [
			...nodeFlags,
			program,
			'serve',
			...['--host', '127.0.0.1', '--port', String(port), '--origin', `http://127.0.0.1:${port}`, '--data', folder],
			...withoutLimits
		],
		...(env === undefined ? {} : { env: () => env }),
		health: '/api/health'
	});
	return { ...child, origin: `http://127.0.0.1:${child.port}` };
}
