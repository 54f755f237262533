/** How wide words are on this screen, in CSS pixels, once our letters have come; and how large a rem is. For pictures that words stand in. */
const serif = "Newsreader, 'Newsreader while waiting', Georgia, 'Noto Serif', serif";

export interface Measure {
	/** Of words in the serif. `size`: in rem. */
	widthOf: (text: string, size: number) => number;
	readonly rem: number;
}

/** Called while a component is being made. */
export function measure(): Measure {
	// Words are measured anew when the letters have come: until then others stood in their place.
	let loaded = $state(0);
	let rem = $state(16);
	let context: CanvasRenderingContext2D | null = null;
	let known: Record<string, number> = {};
	$effect(() => {
		rem = parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
		const came = () => {
			known = {};
			loaded += 1;
		};
		void document.fonts.ready.then(came);
		document.fonts.addEventListener('loadingdone', came);
		return () => document.fonts.removeEventListener('loadingdone', came);
	});
	return {
		widthOf(text, size) {
			void loaded;
			const key = `${size * rem} ${text}`;
			let width = known[key];
			if (width === undefined) {
				context ??= document.createElement('canvas').getContext('2d');
				if (context === null) return text.length * size * rem * 0.5;
				context.font = `400 ${size * rem}px ${serif}`;
				width = context.measureText(text).width;
				known[key] = width;
			}
			return width;
		},
		get rem() {
			return rem;
		}
	};
}
