/** Kinds of loss a starting text can be chosen by. A label is never computed from weeks, and never required. */
export const losses = [
	'early-miscarriage',
	'late-miscarriage',
	'stillbirth',
	'termination-medical',
	'abortion',
	'ectopic',
	'molar',
	'neonatal',
	'sudden-infant',
	'multiple',
	'repeated',
	'after-ivf',
	'own-words'
] as const;
export type Loss = (typeof losses)[number];

/** How a starting text speaks. */
export const tones = ['plain', 'warm', 'short'] as const;
export type Tone = (typeof tones)[number];
