/**
 * For every import rule at least one file that breaks it, and it alone, laid among files that break none.
 * All forms of importing appear: plain, of a type, from a component, by a call, by way of another file. (Only the types that
 * a component imports go unseen: compiling it leaves them out.)
 */
export interface Plant {
	rule: string;
	file: string;
	source: string;
}

const script = (line: string) => `<script lang="ts">\n${line}\n</script>\n`;

export const plants: Plant[] = [
	{ rule: 'domain-imports-only-its-own', file: 'src/domain/planted.ts', source: `import '#wire/allowed.ts';` },
	{ rule: 'domain-imports-only-its-own', file: 'src/domain/planted-type.ts', source: `import type { A } from '#ui/allowed.ts';\nexport type B = A;` },
	{ rule: 'wire-imports-only-its-own', file: 'src/wire/planted.ts', source: `import '#crypto/bytes.ts';` },
	{ rule: 'crypto-imports-only-its-own', file: 'src/crypto/planted.ts', source: `import '../wire/allowed.ts';` },
	{ rule: 'membership-imports-only-its-own', file: 'src/membership/planted.ts', source: `import '#crypto/aead.ts';` },
	{ rule: 'membership-imports-only-its-own', file: 'src/membership/planted-sign.ts', source: `export const sign = () => import('#crypto/sign.ts');` },
	{ rule: 'log-imports-only-its-own', file: 'src/log/planted.ts', source: `import '#replica/allowed.ts';` },
	{ rule: 'identity-imports-only-its-own', file: 'src/identity/planted.ts', source: `import '#log/allowed.ts';` },
	{ rule: 'replica-imports-only-its-own', file: 'src/replica/planted.svelte.ts', source: `import '#crypto/hpke.ts';` },
	{ rule: 'sync-imports-only-its-own', file: 'src/sync/planted.ts', source: `import '#crypto/aead.ts';` },
	{ rule: 'media-imports-only-its-own', file: 'src/media/planted.ts', source: `import '#crypto/bytes.ts';` },
	{ rule: 'actions-imports-only-its-own', file: 'src/actions/planted.ts', source: `import '#ui/allowed.ts';` },
	{ rule: 'ui-imports-only-its-own', file: 'src/ui/Planted.svelte', source: script(`import '#replica/allowed.ts';`) },
	{ rule: 'pages-of-a-circle-imports-only-its-own', file: 'src/routes/(app)/+page.svelte', source: script(`import '#crypto/aead.ts';`) },
	{ rule: 'pages-for-everyone-imports-only-its-own', file: 'src/routes/(public)/+page.server.ts', source: `import '#server/store/allowed.ts';` },
	{ rule: 'pages-outside-imports-only-its-own', file: 'src/routes/+layout.svelte', source: script(`import '#server/services/allowed.ts';`) },
	{ rule: 'hooks-imports-only-its-own', file: 'src/hooks.server.ts', source: `import '#wire/allowed.ts';` },
	{ rule: 'server-imports-only-its-own', file: 'src/server/planted.ts', source: `import '#ui/allowed.ts';` },
	{ rule: 'cli-imports-only-its-own', file: 'src/cli/planted.ts', source: `import '#ui/allowed.ts';` },
	{ rule: 'service-worker-imports-only-its-own', file: 'src/service-worker/planted.ts', source: `import '#actions/allowed.ts';` },

	{ rule: 'one-importer-of-cborg', file: 'src/wire/planted-cborg.ts', source: `import 'cborg';` },
	{ rule: 'one-importer-of-hpke-core', file: 'src/crypto/planted-hpke.ts', source: `import '@hpke/core';` },
	{ rule: 'one-importer-of-scure-base', file: 'src/crypto/planted-base.ts', source: `import '@scure/base';` },
	{ rule: 'one-importer-of-age-encryption', file: 'src/crypto/planted-age.ts', source: `export const age = () => import('age-encryption');` },
	{ rule: 'one-importer-of-client-zip', file: 'src/actions/planted-zip.ts', source: `import 'client-zip';` },
	{ rule: 'one-importer-of-mediabunny', file: 'src/app-film.ts', source: `import 'mediabunny';` },
	{ rule: 'one-importer-of-idb', file: 'src/app.ts', source: `import 'idb';` },
	{ rule: 'one-importer-of-minisearch', file: 'src/replica/planted-index.ts', source: `import type { A } from 'minisearch';\nexport type B = A;` },
	{ rule: 'one-importer-of-orama-stemmers', file: 'src/replica/planted-stems.ts', source: `import '@orama/stemmers';` },
	{ rule: 'one-importer-of-porter2', file: 'src/replica/planted-porter.ts', source: `export const stem = () => import('porter2');` },
	{ rule: 'one-importer-of-i18next', file: 'src/ui/planted-words.ts', source: `import 'i18next';` },
	{ rule: 'one-importer-of-vite', file: 'src/server/planted-vite.ts', source: `import type { Plugin } from 'vite';\nexport type P = Plugin;` },
	{ rule: 'one-importer-of-web-push', file: 'src/server/planted-push.ts', source: `export const push = () => import('web-push');` },
	{ rule: 'one-importer-of-uqr', file: 'src/ui/PlantedCode.svelte', source: script(`import 'uqr';`) },
	{ rule: 'one-importer-of-d3-shape', file: 'src/ui/PlantedCurve.svelte', source: script(`import 'd3-shape';`) },

	// verify.ts of these files has come to import what seals: no part's own rule forbids that, and the server gets there by it.
	{ rule: 'server-opens-nothing', file: 'src/server/planted-opener.ts', source: `import '#crypto/verify.ts';` },

	{ rule: 'client-without-node', file: 'src/membership/planted-node.ts', source: `import 'node:fs';` },
	{ rule: 'client-without-node', file: 'src/ui/PlantedNode.svelte', source: script(`import 'path';`) },
	{ rule: 'nobody-imports-tests', file: 'src/planted-support.ts', source: `import '../test/support.ts';` },
	{ rule: 'nobody-imports-tests', file: 'src/planted-test.ts', source: `import './domain/allowed.test.ts';` },
	{ rule: 'resolvable', file: 'src/planted-nowhere.ts', source: `import './nowhere.ts';` },
	{ rule: 'no-cycles', file: 'src/log/planted-one.ts', source: `import './to-planted-one.ts';` }
];

/** Files that keep to every rule: none of them may be found fault with. */
export const allowed: Record<string, string> = {
	'src/domain/allowed.ts': `export type A = string;`,
	'src/domain/allowed.test.ts': `import '#replica/allowed.ts';\nimport 'node:fs';`,
	'src/wire/allowed.ts': `import '#domain/allowed.ts';\nimport './cbor.ts';\nimport 'valibot';`,
	'src/wire/cbor.ts': `import 'cborg';`,
	'src/crypto/bytes.ts': `import '@scure/base';`,
	'src/crypto/hpke.ts': `import '@hpke/core';\nimport './bytes.ts';`,
	'src/crypto/verify.ts': `import './aead.ts';`,
	'src/crypto/aead.ts': `import './bytes.ts';`,
	'src/crypto/sign.ts': `import './bytes.ts';`,
	'src/membership/allowed.ts': `import '#crypto/bytes.ts';\nimport '#wire/allowed.ts';`,
	'src/log/allowed.ts': `import '#membership/allowed.ts';\nimport '#crypto/aead.ts';`,
	'src/log/to-planted-one.ts': `import './planted-one.ts';`,
	'src/identity/allowed.ts': `import '#crypto/hpke.ts';`,
	'src/replica/search-index.ts': `import 'minisearch';`,
	'src/replica/stems.ts': `import '@orama/stemmers';\nimport 'porter2';`,
	'src/replica/allowed.ts': `import '#log/allowed.ts';\nimport '#identity/allowed.ts';\nimport 'idb';`,
	'src/sync/allowed.ts': `import '#replica/allowed.ts';\nimport '#crypto/sign.ts';\nexport type A = string;`,
	'src/media/allowed.ts': `import '#domain/allowed.ts';`,
	'src/actions/allowed.ts': `import '#sync/allowed.ts';\nimport '#media/allowed.ts';\nimport '#replica/allowed.ts';`,
	'src/ui/allowed.ts': `import '#domain/allowed.ts';\nimport '#messages/en.json';\nexport type A = string;`,
	'src/ui/words.ts': `import 'i18next';`,
	'src/ui/curve-path.ts': `import 'd3-shape';`,
	'src/ui/Qr.svelte': script(`import 'uqr';\nimport './allowed.ts';`),
	'src/routes/(app)/allowed/+page.svelte': script(
		`import '#actions/allowed.ts';\nimport '#replica/allowed.ts';\nimport '#ui/Qr.svelte';\nimport '$app/state';`
	),
	'src/routes/(public)/allowed/+page.server.ts': `import '#server/services/allowed.ts';\nimport type { A } from './$types';\nexport type B = A;`,
	'src/routes/+error.svelte': script(`import '#ui/words.ts';`),
	'src/server/services/allowed.ts': `import '../store/allowed.ts';\nimport '#membership/allowed.ts';\nimport '#crypto/bytes.ts';`,
	'src/server/store/allowed.ts': `import 'node:sqlite';\nimport '#wire/allowed.ts';`,
	'src/cli/allowed.ts': `import '#server/services/allowed.ts';\nimport 'node:path';`,
	'src/service-worker/allowed.ts': `import '#crypto/aead.ts';\nimport '$service-worker';`,
	'messages/en.json': '{}',
	'test/support.ts': 'export const a = 1;'
};

/** Stand-ins for the libraries, so that an import of one leads somewhere. A component, once compiled, imports of Svelte what it needs. */
export const libraries = [
	'@orama/stemmers',
	'minisearch',
	'porter2',
	'valibot',
	'age-encryption',
	'cborg',
	'client-zip',
	'@hpke/core',
	'@scure/base',
	'idb',
	'i18next',
	'mediabunny',
	'uqr',
	'd3-shape',
	'vite',
	'web-push'
];
export const partsOfSvelte = ['internal/client', 'internal/disclose-version', 'internal/flags/legacy', 'internal/flags/async'];
