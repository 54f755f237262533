/** What ExifTool still finds in a cleaned picture: by an allow-list, of pictures marked in every way test/media/fixtures/make.sh knows. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { cleanPicture } from '#media/clean-picture.ts';
import { findExiftool } from '../../scripts/find-exiftool.ts';

/** By pieces, so that no way of writing them is missed. */
const marks = [
	...['Paradisgatan', 'SN8812345', 'Makarsson', 'Modellund', 'Linsberg', 'Photoshop', 'http://', 'GPS'],
	...['Sagobacken', 'Kamerabolaget', 'Sagafon', 'Exempelsson', 'Hemkomsten', 'Sagaprogram', 'SAGAFON9', 'KAMR', 'kamr', 'ylvas', '2019', 'Apple iOS', 'MPF']
];
const remains =
	/^(SourceFile|ExifTool:ExifToolVersion|File:.*|System:.*|JFIF:(JFIFVersion|ResolutionUnit|[XY]Resolution)|PNG:(ImageWidth|ImageHeight|BitDepth|ColorType|Compression|Filter|Interlace|Gamma|BackgroundColor|Palette|SRGBRendering|WhitePoint[XY]|(Red|Green|Blue)[XY])|PNG-cHRM:.*|PNG-pHYs:.*|RIFF:(VP8Version|ImageWidth|ImageHeight|HorizontalScale|VerticalScale|WebP_Flags|AlphaIsUsed)|IFD0:Orientation|Composite:(ImageSize|Megapixels))$/;
const nothing = /^$/;
/** What else may be there, and what may stand in it: frames, how the numbers become colours, and a profile that is nobody's. */
const remainsOf: ReadonlyMap<string, RegExp> = new Map([
	['PNG:AnimationFrames', /^\d+$/],
	['PNG:AnimationPlays', /^(inf|\d+)$/],
	['PNG:ProfileName', /^icc$/],
	['RIFF:AnimationLoopCount', /^(inf|\d+)$/],
	['RIFF:BackgroundColor', /^\d+( \d+){3}$/],
	['RIFF:Duration', /^[\d.]+ s$/],
	['RIFF:AlphaPreprocessing', /^(none|Level Reduction)$/],
	['RIFF:AlphaFiltering', /^(none|Horizontal|Vertical|Gradient)$/],
	['RIFF:AlphaCompression', /^(none|Lossless)$/],
	['Adobe:DCTEncodeVersion', /^100$/],
	['Adobe:APP14Flags0', /^\(none\)$/],
	['Adobe:APP14Flags1', /^\(none\)$/],
	['Adobe:ColorTransform', /^YCCK$/],
	['ICC-header:ProfileCMMType', nothing],
	['ICC-header:ProfileVersion', /^(4\.2|2\.1)\.0$/],
	['ICC-header:ProfileClass', /^Display Device Profile$/],
	['ICC-header:ColorSpaceData', /^RGB $/],
	['ICC-header:ProfileConnectionSpace', /^XYZ $/],
	['ICC-header:ProfileDateTime', /^0000:00:00 00:00:00$/],
	['ICC-header:ProfileFileSignature', /^acsp$/],
	['ICC-header:PrimaryPlatform', /^Unknown \(\)$/],
	['ICC-header:CMMFlags', /^Not Embedded, Independent$/],
	['ICC-header:DeviceManufacturer', nothing],
	['ICC-header:DeviceModel', nothing],
	['ICC-header:DeviceAttributes', /^Reflective, Glossy, Positive, Color$/],
	['ICC-header:RenderingIntent', /^Perceptual$/],
	['ICC-header:ConnectionSpaceIlluminant', /^0\.9642 1 0\.82491$/],
	['ICC-header:ProfileCreator', nothing],
	['ICC-header:ProfileID', /^0$/],
	['ICC_Profile:ProfileDescription', /^icc$/],
	['ICC_Profile:ProfileCopyright', nothing],
	['ICC_Profile:MediaWhitePoint', /^0\.9642 1 0\.82491$/],
	['ICC_Profile:ChromaticAdaptation', /^-?[\d.]+( -?[\d.]+){8}$/],
	...['Red', 'Green', 'Blue'].flatMap((colour): [string, RegExp][] => [
		[`ICC_Profile:${colour}MatrixColumn`, /^-?[\d.]+( -?[\d.]+){2}$/],
		[`ICC_Profile:${colour}TRC`, /^\(Binary data (14|32) bytes, use -b option to extract\)$/]
	])
]);
const isLeft = (tag: string, value: unknown): boolean => !remains.test(tag) && remainsOf.get(tag)?.test(String(value)) !== true;

/** Each with what of it must be found before, so that the test is known to look where it stands; and which way up it lies. */
test.each<[string, string[], string?]>([
	['marked.jpg', ['GPS:GPSLatitude', 'IPTC:City', 'XMP-dc:Title', 'IFD1:ThumbnailImage'], 'Rotate 90 CW'],
	['marked-progressive.jpg', ['GPS:GPSLatitude', 'IPTC:City', 'XMP-dc:Title', 'IFD1:ThumbnailImage'], 'Rotate 90 CW'],
	['marked.png', ['GPS:GPSLatitude', 'XMP-dc:Title'], 'Rotate 90 CW'],
	['marked.webp', ['GPS:GPSLatitude', 'XMP-dc:Title'], 'Rotate 90 CW'],
	['wide.jpg', ['GPS:GPSLatitude', 'ICC_Profile:DeviceModelDesc', 'ICC_Profile:MakeAndModel', 'ICC_Profile:CalibrationDateTime']],
	['inks.jpg', ['GPS:GPSLatitude', 'IPTC:City', 'Adobe:ColorTransform']],
	['telephone.jpg', ['GPS:GPSLatitude', 'Apple:MediaGroupUUID', 'IPTC:By-line', 'XMP-photoshop:City', 'IFD1:ThumbnailImage'], 'Rotate 90 CW'],
	['two.jpg', ['GPS:GPSLatitude', 'MPImage2:MPImage2'], 'Rotate 180'],
	['screen.png', ['GPS:GPSLatitude', 'PNG:Author', 'PNG:ModifyDate', 'ICC_Profile:DeviceModelDesc'], 'Mirror horizontal'],
	['moving.png', ['GPS:GPSLatitude', 'PNG:Comment', 'PNG:AnimationFrames']],
	['moving.webp', ['GPS:GPSLatitude', 'XMP-photoshop:City', 'RIFF:AnimationLoopCount']],
	['glass.webp', ['GPS:GPSLatitude', 'RIFF:AlphaCompression'], 'Rotate 90 CW'],
	['glass-lossless.webp', ['GPS:GPSLatitude', 'XMP-photoshop:City'], 'Rotate 90 CW']
])('of %s nothing remains but how to show it', (name, found, orientation) => {
	const exiftool = findExiftool();
	if (!exiftool.found) throw new Error(exiftool.remedy);
	const told = (bytes: Uint8Array) => {
		const { stdout } = spawnSync(exiftool.path, ['-a', '-G1', '-s', '-json', '-ee', '-u', '-U', '-'], { input: bytes, encoding: 'utf8' });
		return (JSON.parse(stdout) as Record<string, unknown>[])[0] as Record<string, unknown>;
	};
	const before = new Uint8Array(readFileSync(`test/media/fixtures/${name}`));
	const after = cleanPicture(before);
	const was = told(before);
	expect(Object.keys(was)).toEqual(expect.arrayContaining(found));
	expect(Object.entries(was).filter(([tag, value]) => isLeft(tag, value)).length).toBeGreaterThan(5);
	const left = told(after);
	expect(Object.entries(left).filter(([tag, value]) => isLeft(tag, value) || (tag.startsWith('File:') && /Comment|IPTC/.test(tag)))).toEqual([]);
	expect(left['IFD0:Orientation']).toBe(orientation);
	// As it stands there, and as if every letter were 16 bits.
	const text = Buffer.from(after).toString('latin1');
	for (const reading of [text, text.replaceAll('\0', '')]) expect(marks.filter((mark) => reading.includes(mark))).toEqual([]);
});
