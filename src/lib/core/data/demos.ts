/**
 * The shops that come with the page, trained when the site is built: the name that addresses and files carry, what the
 * project is called, and the customer whose answer the start page opens with. The first one stands at the site's root.
 */
export const demos = [
	{ name: 'superstore', title: 'Superstore', customer: 'AA-10480' },
	{ name: 'office-shop', title: 'Office shop', customer: 'C-0210' }
] as const;

export type Demo = (typeof demos)[number];
export type DemoName = Demo['name'];

export const [firstDemo, ...furtherDemos] = demos;

/** What a demo is called on screen. */
export function demoTitle(name: DemoName): string {
	return (demos.find((demo) => demo.name === name) ?? firstDemo).title;
}

/** A demo is stored under one id, so that opening it twice gives one project. */
export function demoProjectId(name: DemoName): string {
	return `demo-${name}`;
}
