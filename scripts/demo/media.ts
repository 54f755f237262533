/** What the story's pictures, film and sound are made of; and how a device under Node, which cannot decode a picture, is given them ready. */
import type { Media } from '../../src/actions/media.ts';
import type { ReadyPicture } from '../../src/media/ready-picture.ts';
import { readyFilm } from '../../src/media/ready-film.ts';
import { candleFilm } from './film.ts';
import { candleAt, paint, type Scene } from './scenes.ts';
import type { Painting } from './paint.ts';
import { hum } from './sound.ts';

export interface Drawn {
	media: Media;
	picture(scene: Scene): Blob;
	film(): Promise<{ file: Blob; poster: Blob }>;
	sound(): Blob;
}

export function draw(): Drawn {
	const sizes = new WeakMap<Blob, ReadyPicture>();
	const waves = new WeakMap<object, number[]>();
	const keep = (painting: Painting): Blob => {
		const { width, height } = painting;
		const screen = painting.toPng();
		sizes.set(screen, { width, height, thumbnail: painting.halved().toPng(), screen, original: null });
		return screen;
	};
	const scenes = new Map<Scene, Blob>();
	return {
		media: {
			picture: (file) => {
				const ready = sizes.get(file);
				return ready === undefined ? Promise.reject(new Error('This picture was not drawn here')) : Promise.resolve(ready);
			},
			film: readyFilm,
			wave: (file) => Promise.resolve(waves.get(file) ?? [])
		},
		picture(scene) {
			const known = scenes.get(scene) ?? keep(paint(scene));
			scenes.set(scene, known);
			return known;
		},
		film: async () => ({ file: await candleFilm(24), poster: keep(candleAt(1, 768, 576)) }),
		sound() {
			const { file, wave } = hum();
			waves.set(file, wave);
			return file;
		}
	};
}
