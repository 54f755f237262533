import { expect, it } from 'vitest';
import { tidyCode } from './tidy-code.ts';

it('sets a code in groups of four, and leaves a link alone', () => {
	expect(tidyCode('7k3mq')).toBe('7K3M-Q');
	expect(tidyCode('7k3m q9wz–0abc-defg')).toBe('7K3M-Q9WZ-0ABC-DEFG');
	expect(tidyCode('7K3M-')).toBe('7K3M');
	expect(tidyCode('https://kvar.example/i#3xYz')).toBe('https://kvar.example/i#3xYz');
	expect(tidyCode('')).toBe('');
});
