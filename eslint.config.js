import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import { defineConfig } from 'eslint/config';
import ts from 'typescript-eslint';

/** Words that turn text into markup: what a person wrote must never pass through them. */
const noMarkupFromText = ['innerHTML', 'outerHTML', 'insertAdjacentHTML', 'setHTMLUnsafe', 'createContextualFragment', 'srcdoc'].map((name) => ({
	selector: `MemberExpression[property.name="${name}"]`,
	message: `${name} makes markup out of text. Let Svelte write it.`
}));

export default defineConfig(
	{ ignores: ['build/', '.svelte-kit/', 'data/', 'screens/', 'test-results/', 'test/vectors/theirs/'] },
	ts.configs.recommended,
	svelte.configs.recommended,
	{
		languageOptions: { globals: { ...globals.browser, ...globals.node } },
		linterOptions: { reportUnusedDisableDirectives: 'error' },
		rules: {
			eqeqeq: 'error',
			'no-var': 'error',
			'prefer-const': 'error',
			// TypeScript knows which names there are.
			'no-undef': 'off',
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'all' }],
			'@typescript-eslint/no-explicit-any': 'error',
			// Kvar lives at the root of its host; there is no base path to put before a link.
			'svelte/no-navigation-without-resolve': 'off'
		}
	},
	{
		// Rules that ask TypeScript for types. They cost time, so only those that find real mistakes.
		files: ['**/*.ts', '**/*.svelte'],
		languageOptions: {
			parserOptions: { projectService: true, extraFileExtensions: ['.svelte'], tsconfigRootDir: import.meta.dirname }
		},
		rules: {
			'@typescript-eslint/no-floating-promises': 'error',
			'@typescript-eslint/no-misused-promises': 'error',
			'@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
			'@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }]
		}
	},
	{ files: ['**/*.svelte', '**/*.svelte.ts'], languageOptions: { parserOptions: { parser: ts.parser } } },
	{
		files: ['src/**'],
		rules: {
			'no-console': 'error',
			'no-eval': 'error',
			'no-implied-eval': 'error',
			'no-new-func': 'error',
			'no-restricted-syntax': ['error', ...noMarkupFromText],
			'svelte/no-at-html-tags': 'error'
		}
	},
	{
		// Keys and ids must come from crypto/random.ts, never from what can be guessed. How long to wait may be guessed.
		files: ['src/**'],
		ignores: ['**/*.test.ts', 'src/sync/backoff.ts'],
		rules: {
			'no-restricted-properties': ['error', { object: 'Math', property: 'random', message: 'Use crypto/random.ts: Math.random can be guessed.' }]
		}
	},
	{ files: ['src/cli/**'], rules: { 'no-console': 'off' } },
	{
		// `let { … } = $props()` is how Svelte writes it.
		files: ['**/*.svelte'],
		rules: { 'prefer-const': 'off', 'svelte/prefer-const': ['error', { destructuring: 'all', excludedRunes: ['$props', '$state', '$derived'] }] }
	},
	{ files: ['static/**'], rules: { 'no-var': 'off' } }
);
