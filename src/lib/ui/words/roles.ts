import type { DateOrder, Role } from '$lib/core/data/types.js';

export const roleNames: Readonly<Record<Role, string>> = {
	customer: 'Customer',
	order: 'Order number',
	date: 'Order date',
	product: 'Product',
	amount: 'Amount of the line',
	price: 'Price per piece',
	quantity: 'Quantity',
	returned: 'Returned',
	region: 'Region',
	email: 'E-mail (for audiences)',
	phone: 'Telephone (for audiences)',
	attribute: 'Customer detail',
	part: 'History or future (given split)',
	fold: 'Train or test (given split)',
	ignore: 'Not used'
};

export const roleMeanings: Readonly<Partial<Record<Role, string>>> = {
	customer: 'who bought: an id, an e-mail address or a name',
	order: 'which lines were bought together',
	date: 'when it was ordered',
	product: 'what is predicted: a category, a sub-category or an item'
};

export const dateOrderNames: Readonly<Record<DateOrder, string>> = {
	ymd: 'year, month, day',
	dmy: 'day, month, year',
	mdy: 'month, day, year'
};
