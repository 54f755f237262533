/** Texts as a family writes them, many of them: sentences out of words that come as often as words do, some everywhere, most hardly ever. Always the same. */

const common =
	'och vi att det i är som en på inte han för med du den av till ett har så om men hon var jag de mig sig er när vara kan nu där här ut in upp efter under över bara också alla något någon sin oss dig'.split(
		' '
	);
const english =
	'the and we to of a in that it is was for with you on as be at by this had not are but from have they him her his there when what so if out up'.split(' ');
const seldom =
	'barn barnet barnen ljus ljuset ljusen soppa soppan mötte mötet promenad promenaden promenader sjukhus sjukhuset korridor korridoren fönstret rum rummet hand handen händer händerna begravning begravningen vinter vintern sommar sommaren hav havet sjö sjön bil bilen brev brevet breven förlossning förlossningen blomma blommor blommorna kyrka kyrkan kväll kvällen morgon morgonen natt natten nätter stilla tyst tystnad tystnaden gråt gråta skratt skrattade minns minne minnet minnen namn namnet syster bror mormor farfar pappa mamma kök köket bord bordet stol stolen dörr dörren trappa trappan snö snön regn regnet vind vinden träd trädet björk björken stig stigen mössa mössan filt filten fotografi fotografiet sång sången orden orkar orkade hemma hem resa resan tåg tåget buss bussen kaffe kaffet bröd brödet'.split(
		' '
	);
const seldomEnglish =
	'candle candles letter letters remember remembered remembering walk walked walking window hospital night nights morning flowers flower hold held holding hand hands sister brother soup kitchen quiet silence snow river boat stones garden tree trees winter summer song songs singing voice voices name names'.split(
		' '
	);
const who = ['Noor', 'Elias', 'Ingrid', 'Malik'];

/** Mulberry32: small, and the same everywhere. */
function drawing(seed: number): () => number {
	let a = seed;
	return () => {
		a = (a + 0x6d2b79f5) | 0;
		let t = Math.imul(a ^ (a >>> 15), 1 | a);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
	};
}

export function* sayings(count: number): Generator<{ text: string; title: string; who: string }> {
	const draw = drawing(7);
	const one = (words: readonly string[]): string => words[Math.floor(draw() * draw() * words.length)] as string;
	for (let i = 0; i < count; i++) {
		const [often, rare] = draw() < 0.75 ? [common, seldom] : [english, seldomEnglish];
		// Most are a few lines; some are letters.
		const length = 8 + Math.floor(draw() ** 3 * 150);
		const words = Array.from({ length }, () => {
			const which = draw();
			// Names of places and people, and whatever else is written only once or twice.
			return which < 0.6 ? one(often) : which < 0.97 ? one(rare) : `${one(seldom)}${one(seldom)}`;
		});
		yield { text: words.join(' '), title: draw() < 0.1 ? `${one(seldom)} ${one(common)}` : '', who: who[Math.floor(draw() * who.length)] as string };
	}
}
