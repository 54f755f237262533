/**
 * Who may import whom: the architecture, as rules. The side that must not read cannot import what reads.
 * Each rule is proven to bite by a planted violation in scripts/import-rules/plants.ts; a rule without one fails `npm run check`.
 */

/** Parts of `src/` as patterns of paths. */
const verifying = '^src/crypto/(verify|bytes)\\.ts$';
const domain = '^src/domain/';
const wire = '^src/wire/';
const membership = '^src/membership/';
const log = '^src/log/';
const identity = '^src/identity/';
const replica = '^src/replica/';
const sync = '^src/sync/';
const media = '^src/media/';
const actions = '^src/actions/';
const ui = '^src/ui/';
const crypto = '^src/crypto/';
const messages = '^messages/';
const env = '^src/env\\.ts$';
/** What SvelteKit itself brings. */
const kit = ['^node_modules/@sveltejs/kit/', '^\\$(app|env)/', '^\\$service-worker$', '/\\$types(\\.d\\.ts)?$', '^\\.svelte-kit/'];
const svelte = '^node_modules/svelte/';
/** @param {...string} names Libraries of node_modules. */
const npm = (...names) => names.map((name) => `^node_modules/${name}/`);

/** Each part: the folder, and what it may import beside itself. Node's own modules are judged by a rule of their own. */
const parts = {
	domain: { from: domain, to: [] },
	wire: { from: wire, to: [domain, ...npm('valibot', 'cborg')] },
	crypto: { from: crypto, to: npm('@hpke/core', '@hpke/common', '@scure/base', 'age-encryption') },
	membership: { from: membership, to: [wire, domain, verifying] },
	log: { from: log, to: [membership, crypto, wire, domain, ...npm('valibot')] },
	identity: { from: identity, to: [crypto, wire, domain, ...npm('valibot')] },
	replica: {
		from: replica,
		to: [log, identity, membership, wire, domain, '^src/crypto/(bytes|aead|random)\\.ts$', ...npm('idb', 'minisearch', '@orama/stemmers', 'porter2'), svelte]
	},
	sync: { from: sync, to: [replica, log, membership, wire, identity, domain, '^src/crypto/(bytes|sign|verify|random)\\.ts$', ...npm('valibot')] },
	media: { from: media, to: [domain, ...npm('mediabunny')] },
	actions: { from: actions, to: [media, sync, replica, log, identity, membership, domain, wire, crypto, ...npm('client-zip')] },
	ui: { from: ui, to: [domain, messages, svelte, ...npm('i18next', 'uqr', 'd3-shape', '@types/d3-shape', '@fontsource-variable')] },
	'pages-of-a-circle': { from: '^src/routes/\\(app\\)/', to: ['^src/routes/', actions, replica, ui, domain, messages, svelte, ...kit] },
	'pages-for-everyone': {
		from: '^src/routes/\\(public\\)/',
		to: ['^src/routes/(?!\\(app\\)/)', '^src/server/services/', ui, domain, messages, env, svelte, ...kit]
	},
	'pages-outside': { from: '^src/routes/(?!\\()', to: ['^src/routes/(?!\\()', ui, domain, messages, svelte, ...kit] },
	hooks: { from: '^src/(hooks\\.|params)', to: ['^src/server/', ui, domain, messages, env, ...kit] },
	server: {
		from: '^src/server/',
		to: [wire, membership, domain, messages, env, verifying, ...npm('find-my-way', 'pino', 'valibot', 'vite', 'web-push', '@types/web-push')]
	},
	cli: { from: '^src/cli/', to: ['^src/server/', wire, membership, domain, env, verifying, ...npm('pino')] },
	'service-worker': { from: '^src/service-worker/', to: [crypto, replica, ...kit] }
};

/** Libraries with one importer each: there they are explained, wrapped and tested. */
const oneImporter = {
	cborg: '^src/wire/cbor\\.ts$',
	'@hpke/core': '^src/crypto/hpke\\.ts$',
	'@scure/base': '^src/crypto/bytes\\.ts$',
	'age-encryption': '^src/crypto/age\\.ts$',
	'client-zip': '^src/actions/archive\\.ts$',
	idb: replica,
	minisearch: '^src/replica/search-index\\.ts$',
	'@orama/stemmers': '^src/replica/stems\\.ts$',
	porter2: '^src/replica/stems\\.ts$',
	mediabunny: media,
	i18next: '^src/ui/(words|translate)[^/]*\\.ts$',
	vite: '^src/server/vite-plugin\\.ts$',
	'web-push': '^src/server/services/send-push\\.ts$',
	uqr: '^src/ui/Qr[^/]*\\.svelte$',
	'd3-shape': '^src/ui/curve-path\\.ts$'
};

const tests = '\\.test\\.ts$';
const readable = (/** @type {string} */ name) => name.replace(/^@/, '').replace('/', '-');

/** @type {import('dependency-cruiser').IForbiddenRuleType[]} */
const forbidden = [
	...Object.entries(parts).map(([name, { from, to }]) => ({
		name: `${name}-imports-only-its-own`,
		comment: `${name} may import ${to.length > 0 ? `itself and ${to.join(' ')}` : 'nothing but itself'}.`,
		severity: /** @type {const} */ ('error'),
		from: { path: from, pathNot: tests },
		// `from` stands for the part itself; the pages name theirs.
		to: { pathNot: [from, ...to], dependencyTypesNot: [/** @type {const} */ ('core')] }
	})),
	...Object.entries(oneImporter).map(([name, from]) => ({
		name: `one-importer-of-${readable(name)}`,
		comment: `${name} is imported in one place: ${from}`,
		severity: /** @type {const} */ ('error'),
		from: { path: '^src/', pathNot: [from, tests] },
		to: { path: `^node_modules/${name}/` }
	})),
	{
		name: 'server-opens-nothing',
		comment: 'What the server runs must not reach, by any way, what holds a key or opens a seal.',
		severity: 'error',
		from: { path: '^src/(server|cli|hooks\\.|routes/\\(public\\)/)', pathNot: tests },
		to: { path: '^src/(crypto/(?!(verify|bytes)\\.ts$)|log/|identity/|replica/|sync/|media/|actions/)', reachable: true }
	},
	{
		name: 'client-without-node',
		comment: 'These folders run in a browser: Node’s own modules are not there.',
		severity: 'error',
		from: { path: '^src/(domain|wire|crypto|membership|log|identity|replica|sync|media|actions|ui|service-worker)/', pathNot: tests },
		to: { dependencyTypes: ['core'] }
	},
	{
		name: 'nobody-imports-tests',
		comment: 'What ships must not need what tests it.',
		severity: 'error',
		from: { path: '^src/', pathNot: tests },
		to: { path: ['^(test|e2e|bench|scripts|tools)/', tests] }
	},
	{
		name: 'resolvable',
		comment: 'An import that leads nowhere, or to a library that package.json does not name.',
		severity: 'error',
		from: { path: '^src/' },
		to: { couldNotResolve: true, pathNot: kit }
	},
	{
		name: 'no-cycles',
		comment: 'Two files that need each other are one file, or a third is missing.',
		severity: 'error',
		from: { path: '^src/' },
		to: { circular: true }
	}
];

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
	forbidden,
	options: {
		// A type is knowledge too: what must not be imported must not be named either.
		tsPreCompilationDeps: true,
		doNotFollow: { path: ['^node_modules/', '^\\.svelte-kit/'] },
		exclude: { path: ['^build/'] },
		enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'svelte', 'browser', 'node', 'default', 'types'] }
	}
};
