/** One more device of the same person, linked by a picture that the first shows, as people do it. */
import { openDevice, type DeviceOptions, type TestDevice } from './home.ts';

export async function secondDevice(origin: string, first: TestDevice, options: DeviceOptions = {}): Promise<TestDevice> {
	const device = await openDevice(origin, options);
	const fragment = await first.does('showLink', { side: 'in' });
	await device.does('readLink', { fragment });
	if ((await first.does('linkWords', {})) === null) throw new Error('no words');
	await first.does('handOver', {});
	if ((await device.does('takeOver', {})) !== true) throw new Error('not taken over');
	await device.sees(({ standing, me }) => standing === 'member' && me.name !== '');
	return device;
}
