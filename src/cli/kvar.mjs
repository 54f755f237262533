#!/usr/bin/env node
/**
 * kvar. A host starts what is built of it, build/program/kvar.js; from here it runs on the sources and is the same. Plain
 * JavaScript on purpose: it turns on the compile cache before anything else is loaded, so that no start but the first of a
 * version compiles again, nor strips types.
 */
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

// Beside the program and not in the system's folder for temporary files, where others on the machine could put code in.
process.env.KVAR_COMPILE_CACHE ??= fileURLToPath(new URL('../../.cache/compile', import.meta.url));
enableCompileCache(process.env.KVAR_COMPILE_CACHE);
await import('./kvar.ts');
