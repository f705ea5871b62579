import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { forPage } from '../../../src/lib/browser/worker/page-what-if.js';
import { WhatIf } from '../../../src/lib/core/project/what-if.js';
import { trainedPredictor } from '../../core/project/trained.js';

describe('what the page is given to answer by itself', () => {
	let whatIf: WhatIf;
	beforeAll(async () => {
		whatIf = new WhatIf(await trainedPredictor('forest'));
	});
	afterEach(() => void vi.restoreAllMocks());

	/** What a page gets where answers take so many milliseconds with the impacts of one product, and of all; and how many were tried of each. */
	async function given(one: number, all: number) {
		let clock = 0;
		const tried = { one: 0, all: 0 };
		const answer = whatIf.answer.bind(whatIf);
		vi.spyOn(performance, 'now').mockImplementation(() => clock);
		vi.spyOn(whatIf, 'answer').mockImplementation((request) => {
			tried[request.explain ? 'one' : 'all']++;
			clock += request.explain ? one : all;
			return answer(request);
		});
		const material = await forPage(whatIf);
		return { answersAll: material?.answersAll, tried };
	}

	it('depends on what takes a frame, and is found out in no more answers than that takes', async () => {
		expect(await given(5, 10)).toEqual({ answersAll: true, tried: { one: 10, all: 4 } });
		vi.restoreAllMocks();
		expect(await given(16, 17)).toEqual({ answersAll: false, tried: { one: 10, all: 6 } });
		vi.restoreAllMocks();
		expect(await given(17, 17)).toEqual({ answersAll: undefined, tried: { one: 16, all: 0 } });
	});

	it('holds up nobody else who asks', async () => {
		const order: string[] = [];
		const answer = whatIf.answer.bind(whatIf);
		vi.spyOn(whatIf, 'answer').mockImplementation((request) => (order.push('tried'), answer(request)));
		const found = forPage(whatIf);
		setTimeout(() => order.push('somebody else'));
		await found;
		expect(order.indexOf('somebody else')).toBeLessThan(3);
	});
});
