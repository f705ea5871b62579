/** What was assumed or repaired while reading, in words. */
const notes: Readonly<Record<string, string>> = {
	'returns.none_matched': 'No order number of the returns file is in this file; no line counts as returned.',
	'returns.some_unmatched': 'Some order numbers of the returns file are not in this file.',
	'order.from_day': 'Without an order number, everything a customer bought on one day counts as one order.',
	'amount.from_price': 'The amount of a line is its price times its quantity.',
	'ids.merged': 'Ids that differ only in spaces, capital letters or “.0” at the end were taken as one.',
	'lines.from_above': 'Lines without order, customer and date got those of the line above.',
	'customer.from_order': 'Lines without a customer got the one of their order.',
	'date.from_order': 'Lines without a date got the one of their order.',
	'dates.day_numbers': 'The dates are plain numbers and were read as days.',
	'dates.from_sequence': 'Without dates, the numbers of the orders say which came first.',
	'dates.from_order': 'Without dates, the order of the file says which came first.',
	'dates.none': 'Without dates and orders, each customer’s history counts as one.'
};

/** The sentence of a note; an unknown one is shown as it is. */
export function noteSentence(code: string): string {
	return notes[code] ?? code;
}
