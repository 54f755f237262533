/** What ExifTool still finds in a cleaned picture: by an allow-list, of pictures marked in every way test/media/fixtures/make.sh knows. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { cleanPicture } from '#media/clean-picture.ts';
import { findExiftool } from '../../scripts/find-exiftool.ts';

const marks = ['Paradisgatan', 'SN8812345', 'Makarsson', 'Modellund', 'Linsberg', 'Photoshop', 'http://', 'GPS'];
const remains =
	/^(SourceFile|ExifTool:ExifToolVersion|File:.*|System:.*|JFIF:(JFIFVersion|ResolutionUnit|[XY]Resolution)|PNG:(ImageWidth|ImageHeight|BitDepth|ColorType|Compression|Filter|Interlace|Gamma|BackgroundColor|Palette|SRGBRendering|WhitePoint[XY]|(Red|Green|Blue)[XY])|PNG-cHRM:.*|PNG-pHYs:.*|RIFF:(VP8Version|ImageWidth|ImageHeight|HorizontalScale|VerticalScale|WebP_Flags|AlphaIsUsed)|IFD0:Orientation|Composite:(ImageSize|Megapixels))$/;

test.each(['marked.jpg', 'marked-progressive.jpg', 'marked.png', 'marked.webp'])('of %s nothing remains but how to show it', (name) => {
	const exiftool = findExiftool();
	if (!exiftool.found) throw new Error(exiftool.remedy);
	const told = (bytes: Uint8Array) => {
		const { stdout } = spawnSync(exiftool.path, ['-a', '-G1', '-s', '-json', '-ee', '-u', '-U', '-'], { input: bytes, encoding: 'utf8' });
		return (JSON.parse(stdout) as Record<string, unknown>[])[0] as Record<string, unknown>;
	};
	const before = new Uint8Array(readFileSync(`test/media/fixtures/${name}`));
	const after = cleanPicture(before);
	expect(Object.keys(told(before)).filter((tag) => !remains.test(tag)).length).toBeGreaterThan(5);
	const left = told(after);
	expect(Object.keys(left).filter((tag) => !remains.test(tag) || (tag.startsWith('File:') && /Comment|IPTC/.test(tag)))).toEqual([]);
	expect(left['IFD0:Orientation']).toBe('Rotate 90 CW');
	const text = Buffer.from(after).toString('latin1');
	expect(marks.filter((mark) => text.includes(mark))).toEqual([]);
});
