/** What is enclosed, later: corrected, told anew, taken back, let go of; what was begun and not finished. */
import { describe, expect, test } from 'vitest';
import { verbs } from '../../src/actions/verbs.ts';
import { filesOf } from '#domain/enclosed.ts';
import { tidyFiles } from '#replica/tidy-files.ts';
import { drawn } from '../support/drawn.ts';
import { openDevice } from '../support/home.ts';
import { circleOf, settled } from '../support/seen.ts';
import { bytesOf, told, pictureIn, here, twoWhoShow } from '../support/two-who-show.ts';

const at = twoWhoShow();
const { opened, again, enclose, tells, looksAt, blobsAt } = at;

describe('later', () => {
	test('a correction says what is enclosed from now on', async () => {
		const [first, second] = [drawn(), drawn()];
		const target = await tells(at.noor, first);
		await at.noor.sees(settled);
		await at.noor.does('correct', {
			target,
			text: 'Det här är Ture.',
			asking: null,
			enclosed: [{ ...(await enclose(at.noor, second)), says: 'En liten hand', covered: true }]
		});
		const view = await at.ingrid.sees((view) => told(view)?.edited === true);
		expect(pictureIn(view)).toMatchObject({ says: 'En liten hand', covered: true });
		expect(await looksAt(at.ingrid)).toBe(await bytesOf(second));
		await at.noor.does('correct', { target, text: 'Det här är Ture.', asking: null });
		expect((await at.ingrid.sees((view) => told(view)?.enclosed.length === 0)).told).toHaveLength(1);
	});

	test('told anew to others, the same picture is read by them, and stays when the earlier goes', async () => {
		const file = drawn();
		const target = await tells(at.noor, file);
		await at.noor.does('invite', { ring: 'all', label: 'alla', many: true, form: 'link', parent: false, greeting: '' });
		const share = (await at.noor.sees(settled)).invitations.find(({ ring }) => ring === 'all')?.share ?? '';
		const malik = opened(await openDevice(at.server.origin));
		await malik.does('openInvitation', { text: share });
		await at.noor.does('retell', {
			target,
			ring: 'all',
			text: 'Det här är Ture.',
			asking: null,
			enclosed: (await at.noor.view()).told[0]?.enclosed ?? [],
			id: 'ab'.repeat(16)
		});
		await at.noor.sees(settled);
		await malik.sees((view) => told(view) !== undefined);
		expect(await looksAt(malik)).toBe(await bytesOf(file));
		expect(blobsAt(at.server)).toHaveLength(2);
	});

	test('taken back it goes from the server and from every device; a draft’s from this one', async () => {
		const target = await tells(at.noor, drawn());
		await at.ingrid.sees((view) => told(view) !== undefined);
		await looksAt(at.ingrid);
		expect([here(at.noor), here(at.ingrid), blobsAt(at.server).length]).toEqual([2, 1, 2]);
		const picture = pictureIn(await at.ingrid.view());
		await at.noor.does('takeBack', { target });
		await at.ingrid.sees((view) => told(view)?.takenBack === true);
		await at.noor.sees(settled);
		await expect.poll(() => [here(at.noor), here(at.ingrid), blobsAt(at.server).length]).toEqual([0, 0, 0]);
		expect(circleOf(at.ingrid).files.size + circleOf(at.noor).files.size).toBe(0);
		await expect(at.ingrid.does('openFile', { file: picture.screen })).rejects.toMatchObject({ code: 'file-gone' });
		const draft = await enclose(at.noor, drawn());
		expect(here(at.noor)).toBe(2);
		await at.noor.does('putBack', { enclosed: [draft] });
		expect(here(at.noor)).toBe(0);
	});

	test('who is let go of keeps nothing of it', async () => {
		await tells(at.noor, drawn());
		await at.ingrid.sees((view) => told(view) !== undefined);
		await looksAt(at.ingrid);
		const picture = pictureIn(await at.ingrid.view());
		await at.noor.does('letGo', { memberId: circleOf(at.ingrid).keys?.member.id ?? '' });
		await at.ingrid.sees(({ standing }) => standing === 'ended');
		expect(here(at.ingrid)).toBe(0);
		expect(circleOf(at.ingrid).files.size).toBe(0);
		await expect(verbs.openFile(at.ingrid.home, { file: picture.screen })).rejects.toThrow();
	});

	test('a device that is full keeps nothing of a picture, says so, and seals it once there is room', async () => {
		const create = at.noor.store.files.create.bind(at.noor.store.files);
		let room = 1;
		at.noor.store.files.create = async (name) => {
			const file = await create(name);
			return { ...file, write: (bytes, at) => (room-- > 0 ? file.write(bytes, at) : Promise.reject(new DOMException('full', 'QuotaExceededError'))) };
		};
		await expect(enclose(at.noor, drawn())).rejects.toMatchObject({ name: 'QuotaExceededError' });
		expect(here(at.noor)).toBe(0);
		expect(circleOf(at.noor).files.size).toBe(0);
		room = 1000;
		expect(filesOf([await enclose(at.noor, drawn())])).toHaveLength(2);
	});

	test('what was being sealed when the power was cut is not there afterwards; what stands in a draft is, however old', async () => {
		const picture = await enclose(at.noor, drawn());
		const gone = await enclose(at.noor, drawn());
		await at.noor.does('keepDraft', { name: 'tell:x', draft: { enclosed: [picture] } });
		const half = await at.noor.store.files.create('halv');
		await half.write(new Uint8Array(10), 0);
		const later = await again(at.noor);
		expect([here(later), later.store.files.bytes.has('halv')]).toEqual([4, false]);
		const month = Date.now() + 31 * 24 * 60 * 60 * 1000;
		await tidyFiles(later.home.store, [circleOf(later)], month);
		expect(here(later)).toBe(2);
		expect([circleOf(later).files.has(picture.screen.id), circleOf(later).files.has(gone.screen.id)]).toEqual([true, false]);
	});
});
