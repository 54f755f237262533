import { expect, test } from 'vitest';
import { endingOf } from './file-ending.ts';

test.each([
	['video/mp4; codecs="avc1.64001f, mp4a.40.2"', 'mp4'],
	['video/webm', 'webm'],
	['video/quicktime', 'mov'],
	['audio/mpeg', 'mp3'],
	['audio/mp4;codecs=mp4a.40.2', 'm4a'],
	['audio/wav', 'wav'],
	['image/jpeg', 'jpeg'],
	['something else', 'bin'],
	['video/html', 'bin'],
	['audio/x-msdownload', 'bin'],
	['audio/mp3"; x', 'bin']
])('%s is saved as .%s', (mime, ending) => expect(endingOf(mime)).toBe(ending));
