/** Noor and Ingrid in each test of a file, a server that can lie between them, and what one does with pictures there. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import type { Picture } from '#domain/enclosed.ts';
import type { CircleView, ToldView } from '#domain/view.ts';
import { drawing } from './drawn.ts';
import { startDishonestServer, type DishonestServer } from './dishonest-server.ts';
import { openDevice, type DeviceOptions, type TestDevice } from './home.ts';
import { letIn } from './let-in.ts';
import { settled } from './seen.ts';

export const told = ({ told }: CircleView): ToldView | undefined => told[0];
export const pictureIn = (view: CircleView): Picture => told(view)?.enclosed[0] as Picture;
export const bytesOf = async (blob: Blob): Promise<string> => Buffer.from(await blob.arrayBuffer()).toString('hex');
/** How many files lie on a device. */
export const here = ({ store }: TestDevice): number => store.files.bytes.size;
export const noLine = (): Response => Response.error();

export interface TwoWhoShow {
	server: DishonestServer;
	noor: TestDevice;
	ingrid: TestDevice;
	/** Closed when the test is over. */
	opened(device: TestDevice): TestDevice;
	/** As a device that was closed and is opened again. */
	again(device: TestDevice, options?: DeviceOptions): Promise<TestDevice>;
	enclose(device: TestDevice, file: Blob, whole?: boolean): Promise<Picture>;
	/** @returns the entry's id */
	tells(device: TestDevice, file: Blob, text?: string, whole?: boolean): Promise<string>;
	/** @returns the bytes of the picture in the newest news, in hex */
	looksAt(device: TestDevice, which?: 'thumbnail' | 'screen'): Promise<string>;
	/** The paths of the files at the server. */
	blobsAt(server: DishonestServer): string[];
	/** Each PUT of a part is met by this. */
	whenSent(meet: (path: string, bytes: number) => Response | undefined): void;
}

/** Called once in a test file; what it returns is filled before each test. */
export function twoWhoShow(): TwoWhoShow {
	const open: TestDevice[] = [];
	const at = {
		opened(device) {
			open.push(device);
			return device;
		},
		async again(device, options = {}) {
			await device[Symbol.asyncDispose]();
			return at.opened(await openDevice(at.server.origin, { store: device.store, media: drawing, ...options }));
		},
		enclose: (device, file, whole = false) => device.does('enclosePicture', { file, whole }),
		tells: async (device, file, text = 'Det här är Ture.', whole = false) =>
			device.does('tellNews', { ring: 'close', text, asking: null, enclosed: [await at.enclose(device, file, whole)] }),
		looksAt: async (device, which = 'screen') => bytesOf(await device.does('openFile', { file: pictureIn(await device.view())[which] })),
		blobsAt: ({ honest }) =>
			readdirSync(join(honest.data, 'blobs'), { recursive: true, withFileTypes: true }).flatMap((entry) =>
				entry.isFile() ? [join(entry.parentPath, entry.name)] : []
			),
		whenSent(meet) {
			at.server.lies = {
				instead: ({ method, path, body }) => (method === 'PUT' && path.includes('/parts/') ? meet(path, body.length) : undefined)
			};
		}
	} as TwoWhoShow;

	beforeEach(async () => {
		at.server = await startDishonestServer();
		at.noor = at.opened(await openDevice(at.server.origin, { media: drawing }));
		await at.noor.does('start', { name: 'Noor', title: 'Platsen vid sjön', childName: null });
		at.ingrid = at.opened(await letIn(at.server.origin, at.noor, 'Ingrid', 'close', { media: drawing }));
		await at.noor.sees((view) => settled(view) && view.members.length === 2);
	});
	afterEach(async () => {
		for (const one of open.splice(0)) await one[Symbol.asyncDispose]();
		await at.server[Symbol.asyncDispose]();
	});
	return at;
}
