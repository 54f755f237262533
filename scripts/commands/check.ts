import { staticChecks } from '../static-checks.ts';
import { Tally } from '../tally.ts';

const tally = new Tally();
await staticChecks(tally);
tally.close();
