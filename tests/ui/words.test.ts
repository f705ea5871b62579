import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { productNames } from '../../src/lib/state/product-names.svelte.js';
import type { ModelCard } from '../../src/lib/core/project/cards.js';
import { sorted } from '../../src/lib/ui/base/table.js';
import { moved, visibleRange } from '../../src/lib/ui/base/virtual.js';
import { nearest, stepped } from '../../src/lib/ui/charts/nearest.js';
import { englishNumber } from '../../src/lib/ui/words/english-number.js';
import { calledCustomer, titleOfCustomer } from '../../src/lib/ui/words/customers.js';
import { fileName } from '../../src/lib/ui/words/file-name.js';
import { sameness, verdictSentence } from '../../src/lib/ui/words/models.js';
import { bytes, count, firstOf, impactPoints, list, money, percent, plain, points, rulePoints, signed, wholePercents } from '../../src/lib/ui/words/numbers.js';
import { parameterNames, parameterValue } from '../../src/lib/ui/words/parameters.js';
import { tableCsv } from '../../src/lib/ui/base/table.js';
import { columnReason } from '../../src/lib/ui/words/column-reasons.js';
import { countries, ownCountry } from '../../src/lib/ui/words/countries.js';
import { called, inOrder, listed, productColumn } from '../../src/lib/ui/words/products.js';
import { within } from '../../src/lib/ui/words/question.js';
import { rejectionSentence } from '../../src/lib/ui/words/rejections.js';
import { stageWords } from '../../src/lib/ui/words/stages.js';
import { day, dayOfIso, duration, isoDay, moment, monthName, seconds } from '../../src/lib/ui/words/time.js';
import { features, model } from './fake-engine.js';

describe('numbers in words', () => {
	it('never calls certain what is not', () => {
		expect([percent(0), percent(0.0004), percent(0.0006), percent(0.9996), percent(1)]).toEqual(['0.0%', '<0.1%', '0.1%', '>99.9%', '100.0%']);
		expect([percent(0.7, 0), percent(NaN)]).toEqual(['70%', '–']);
	});

	it('signs with a true minus, and not at all what rounds to zero', () => {
		expect([0.0321, 0.0006, -0.0003, 0.000004, 0].map(impactPoints)).toEqual(['+3.2', '+0.1', '−0.030', '0.0', '0.0']);
		expect([points(0.0321), points(-0.01), points(-0.0001), signed(-2.5, 1)]).toEqual(['+3.2', '−1.0', '0.0', '−2.5']);
		expect([rulePoints(0.025), rulePoints(308.1)]).toEqual(['+0.025', '+308.1']);
	});

	it('writes English numbers as the browser does', () => {
		const halves = fc.tuple(fc.integer({ min: -99_999, max: 99_999 }), fc.integer({ min: 0, max: 8 })).map(([of, places]) => of / 10 ** places);
		const styles = fc.record({ most: fc.integer({ min: 0, max: 4 }), isFixed: fc.boolean(), style: fc.constantFrom('decimal' as const, 'percent' as const) });
		fc.assert(
			fc.property(fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), halves), styles, (value, { most, isFixed, style }) => {
				const least = isFixed ? most : 0;
				const format = new Intl.NumberFormat('en', { style, minimumFractionDigits: least, maximumFractionDigits: most });
				expect(englishNumber(value, least, most, style === 'percent' ? 2 : 0)).toBe(format.format(value).replace('%', ''));
			})
		);
	});

	it('reads back as the number within half a step', () => {
		fc.assert(
			fc.property(fc.double({ min: 0.001, max: 0.999, noNaN: true }), (share) => {
				expect(Math.abs(Number(percent(share).replace(/[%<>]/g, '')) / 100 - share)).toBeLessThanOrEqual(0.000501);
			})
		);
	});

	it('counts, lists, sizes and sums', () => {
		expect([count(1, 'row'), count(1200, 'row')]).toEqual(['1 row', '1,200 rows']);
		expect([list([]), list(['a']), list(['a', 'b', 'c'])]).toEqual(['', 'a', 'a, b and c']);
		// One that is left over is named rather than counted.
		expect([2, 3, 4].map((most) => firstOf(['a', 'b', 'c', 'd'], most))).toEqual(['a, b and 2 more', 'a, b, c and d', 'a, b, c and d']);
		expect([bytes(12), bytes(2_551_942), bytes(999_999)]).toEqual(['12 bytes', '2.6 MB', '1 MB']);
		expect([money(1790.5), money(2_000_000.4), plain(0.02504)]).toEqual(['1,790.50', '2,000,000', '0.025']);
	});
});

describe('time in words', () => {
	it('writes English days as the browser would', () => {
		const british = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
		for (let at = 0; at < 60_000; at += 13) expect(day(at)).toBe(british.format(at * 86_400_000));
		expect(day(NaN)).toBe('–');
		const minute = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' });
		for (let at = 6e11; at < 2e12; at += 1_234_567_890) expect(moment(new Date(at).toISOString())).toBe(minute.format(at));
		expect(moment('soon')).toBe('–');
		const long = new Intl.DateTimeFormat('en-GB', { month: 'long', timeZone: 'UTC' });
		for (let m = 1; m <= 12; m++) expect(monthName(m)).toBe(long.format(Date.UTC(2000, m - 1, 1)));
		expect([monthName(0), monthName(13), monthName(NaN)]).toEqual([undefined, undefined, undefined]);
	});

	it('goes to a date field and back', () => {
		fc.assert(fc.property(fc.integer({ min: -20_000, max: 80_000 }), (d) => dayOfIso(isoDay(d)) === d));
		expect([dayOfIso('2024-1-1'), dayOfIso('2024-13-01'), day(17_531)]).toEqual([undefined, undefined, '31 Dec 2017']);
	});

	it('says durations as people do', () => {
		expect([0.3, 1, 59.7, 150, 3600, 3900].map(duration)).toEqual(['less than a second', '1 second', '1 minute', '3 minutes', '1 hour', '1 hour 5 minutes']);
	});

	it('says by when', () => {
		expect(within({ kind: 'next', horizon: 90, asOf: 0, snapshots: 1 }, 17_531)).toBe('within 90 days, by 31 Mar 2018');
		expect(within({ kind: 'next-order' }, 0)).toBe('in the next order');
	});
});

describe('parameters in words', () => {
	const name = parameterNames(features, ['Ink', 'Paper & Card']);

	it('finds the feature and the product in a parameter’s name', () => {
		expect(name('total_orders')).toMatchObject({ label: 'Total orders', feature: features.customer[0] });
		expect(name('paper_card_purchases_last_6m')).toMatchObject({ label: 'Paper & Card: purchases in the last 6 months', product: 'Paper & Card' });
		expect(name('something_else').label).toBe('Something else');
	});

	it('gives values their unit', () => {
		expect([parameterValue(1, features.customer[0]), parameterValue(2, features.customer[0])]).toEqual(['1 order', '2 orders']);
		expect([parameterValue(0.05, features.customer[1]), parameterValue(NaN, features.customer[0]), parameterValue('South')]).toEqual(['5.0%', 'unknown', 'South']);
	});

	it('says of a word that no customer has that the data does not have it: the fixed rules’ region is “1”', () => {
		const region = { ...features.customer[0], kind: 'category' as const, unit: '', values: ['South', 'West'] };
		expect([parameterValue('South', region), parameterValue('1', region), parameterValue('', region)]).toEqual(['South', '1 (not in the data)', 'unknown']);
	});
});

describe('sentences', () => {
	it('says honestly whether a model beats popularity', () => {
		expect(verdictSentence(model)).toMatch(/^Yes: .* 2\.0% closer .* 40 customers it never saw .*\+1\.0% to \+3\.0%/);
		const little = { ...model, report: { ...model.report, metrics: { ...model.report.metrics, skill: 0.001 } } };
		expect(verdictSentence(little)).toMatch(/^Yes, but barely: .* 0\.1% closer/);
		const level = { ...model, verdict: 'level' as const, report: { ...model.report, metrics: { ...model.report.metrics, skill: -0.002 } } };
		expect(verdictSentence(level)).toMatch(/^Not proven: .* 0\.2% further from .* could be chance/);
		expect(verdictSentence({ ...model, verdict: 'worse' })).toMatch(/^No, it is worse/);
		const nothing = { ...model.report.metrics, skill: 0, skill_low: 0, skill_high: 0 };
		expect(verdictSentence({ ...model, verdict: 'level', report: { ...model.report, metrics: nothing } })).toMatch(/^No better: .* answers as the best-seller list does/);
	});

	it('says of customers that they get the same only where they do, and nearly the same only where the model is not better', () => {
		const alike = (most: number, typical: number, verdict: ModelCard['verdict'] = 'level', family: ModelCard['family'] = 'boosted') =>
			sameness({ ...model, family, verdict, report: { ...model.report, spread: { most, typical } } });
		expect(alike(0.0004, 0.0001)).toBe('unseen');
		// One customer who sees something else is enough, and a better model moves some people surely.
		expect([alike(0.0006, 0.0001), alike(0.3, 0.004, 'better'), alike(0.3, 0.2)]).toEqual(['nearly', undefined, undefined]);
		expect([alike(0, 0, 'level', 'popularity'), sameness(model)]).toEqual([undefined, undefined]);
		const gone = { ...model.report.metrics, skill: 0, skill_low: 0, skill_high: 0 };
		expect(sameness({ ...model, report: { ...model.report, metrics: gone } })).toBe('same');
	});

	it('names stages and set-aside rows', () => {
		expect(stageWords('neural/epochs')).toBe('Neural network: learning, epoch by epoch');
		expect(stageWords('something_new')).toBe('Something new');
		expect([rejectionSentence('row.no_customer', 1), rejectionSentence('row.no_customer', 2)]).toEqual(['1 row has no customer', '2 rows have no customer']);
	});

	it('makes file names of titles', () => {
		expect([fileName('Why 42% for Papier mâché?', 'csv'), fileName('??', 'csv')]).toEqual(['why-42-for-papier-mâché.csv', 'likely.csv']);
	});
});

describe('measured times', () => {
	it('are never nothing', () => {
		expect([seconds(0.0004), seconds(0.42), seconds(8.1), seconds(125)]).toEqual(['<0.01 s', '0.42 s', '8.1 s', '2 min 5 s']);
	});
});

describe('customers', () => {
	it('whose id is a bare number are called customers where it could be taken for a number', () => {
		expect([calledCustomer('17841'), calledCustomer('AA-10480'), titleOfCustomer('1000'), titleOfCustomer('AA-10480'), titleOfCustomer('')]).toEqual(['customer 17841', 'AA-10480', 'Customer 1000', 'AA-10480', 'Customer']);
	});
});

describe('columns of a file', () => {
	it('are explained in the words of the page', () => {
		expect(columnReason({ code: 'products', distinct: 1234, support: 1 })).toBe('1,234 products, half of them with 1 buyer or more');
		expect(columnReason({ code: 'dates', share: 0.999, order: 'dmy' })).toBe('99% of the values are dates: day, month, year');
		expect(columnReason({ code: 'named', role: 'order', distinct: 8254 })).toBe('The name says “Order number”, and there are 8,254 different ones');
	});
});

describe('countries', () => {
	it('begin with the one that the browser speaks of', () => {
		expect([['de-DE', 'en-US'], ['de-AT'], ['de'], ['eo', 'fr-CA'], ['eo'], []].map((languages) => ownCountry(languages))).toEqual(['DE', 'AT', 'DE', 'CA', 'US', 'US']);
		expect(countries().slice(0, 2)).toEqual([{ value: 'AR', label: 'Argentina (+54)' }, { value: 'AU', label: 'Australia (+61)' }]);
	});
});

describe('products', () => {
	it('that are codes stand beside their names; a bare number without one is called a product where it could be taken for a number', () => {
		productNames.take({ products: ['22423', '10002', 'Ink', 'constructor'], productNames: ['CAKESTAND', '', '', ''] });
		expect([listed('22423'), called('22423')]).toEqual(['22423 · CAKESTAND', '22423 · CAKESTAND']);
		expect([listed('10002'), called('10002'), called('85123A'), called('Ink'), listed('constructor')]).toEqual(['10002', 'product 10002', '85123A', 'Ink', 'constructor']);
		expect(parameterNames(features, ['22423'])('22423_purchases_last_6m').label).toBe('22423 · CAKESTAND: purchases in the last 6 months');
		expect(inOrder(['22423', '10002', '10002', '10002', '10002', '10002'])).toBe('22423 · CAKESTAND, 10002, 10002, 10002 and 2 more');
		const columns = [productColumn((row: { product: string; n: number }) => row.product), { label: 'n', value: ({ n }: { n: number }) => n }];
		const rows = ['22423', '10002'].map((product, n) => ({ product, n }));
		expect(tableCsv(columns, rows)).toBe('Product,n,Product name\r\n22423,0,CAKESTAND\r\n10002,1,\r\n');
		productNames.take({ products: ['22423'] });
		expect(tableCsv(columns, rows)).toBe('Product,n\r\n22423,0\r\n10002,1\r\n');
		expect(listed('22423')).toBe('22423');
	});
});

describe('shares of one whole', () => {
	it('add up to what they do together, the largest remainders first', () => {
		expect(wholePercents([0.405, 0.305, 0.29])).toEqual(['41%', '30%', '29%']);
		expect(wholePercents([1 / 3, 1 / 3, 1 / 3])).toEqual(['34%', '33%', '33%']);
		expect([wholePercents([0.996, 0.004]), wholePercents([1, 0]), wholePercents([])]).toEqual([['>99%', '<1%'], ['100%', '0%'], []]);
	});

	it('are never more than a percent off, whatever they are', () => {
		fc.assert(
			fc.property(fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 12 }), (weights) => {
				const all = weights.reduce((a, b) => a + b);
				const shown = wholePercents(weights.map((w) => w / all)).map((text) => (text === '<1%' ? 0 : text === '>99%' ? 100 : parseInt(text)));
				expect(shown.reduce((a, b) => a + b)).toBe(100);
				shown.forEach((value, i) => expect(Math.abs(value - (100 * weights[i]) / all)).toBeLessThan(1));
			})
		);
	});
});

describe('lists', () => {
	it('keeps every row in sight, and only a few more', () => {
		fc.assert(
			fc.property(fc.nat(1e7), fc.integer({ min: 1, max: 2000 }), fc.nat(100_000), (top, height, total) => {
				const { first, end } = visibleRange(top, height, 50, total, 8);
				expect(first).toBeGreaterThanOrEqual(0);
				expect(end).toBeLessThanOrEqual(total);
				expect(end - first).toBeLessThanOrEqual(height / 50 + 18);
				for (const y of [top, top + height - 1]) {
					const row = Math.floor(y / 50);
					if (row < total) expect(row >= first && row < end).toBe(true);
				}
			})
		);
	});

	it('moves within the list only', () => {
		expect([moved('ArrowUp', 0, 9, 4), moved('End', 0, 9, 4), moved('PageDown', 7, 9, 4), moved('a', 3, 9, 4), moved('Home', 0, 0, 4)]).toEqual([0, 8, 8, undefined, undefined]);
		expect([stepped('ArrowRight', 9, 10), stepped('Home', 5, 10), stepped('Tab', 5, 10)]).toEqual([9, 0, undefined]);
	});

	it('finds the nearest point', () => {
		fc.assert(
			fc.property(fc.array(fc.double({ noNaN: true, min: -5, max: 5 }), { minLength: 1, maxLength: 30 }), fc.double({ noNaN: true, min: -9, max: 9 }), (values, x) => {
				const ascending = values.toSorted((a, b) => a - b);
				const best = Math.min(...ascending.map((v) => Math.abs(v - x)));
				expect(Math.abs(ascending[nearest(ascending, x)] - x)).toBeCloseTo(best, 12);
			})
		);
	});

	it('sorts numbers by size with the missing last, texts by name', () => {
		const column = { label: 'n', value: (n: number) => n };
		expect(sorted([3, NaN, 10, 1], column, true)).toEqual([10, 3, 1, NaN]);
		expect(sorted([3, NaN, 10, 1], column, false)).toEqual([1, 3, 10, NaN]);
		expect(sorted(['C10', 'C9'], { label: 't', value: (t: string) => t }, false)).toEqual(['C9', 'C10']);
	});
});
