import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { killAtRandom } from '../soak/rounds.mjs';

describe('a browser that is killed while it imports, trains and saves', () => {
	it('leaves the last complete state, and the page opens it', async () => {
		const { kills } = await killAtRandom({ times: 5, seed: 20, folder: resolve(import.meta.dirname, '../../build'), customers: 60 });
		expect(kills).toBe(5);
	});
});
