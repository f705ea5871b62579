/** Terms of the trade in plain words; Hint shows them. */
export const terms = {
	probability:
		'Calibrated: among many answers of 30%, about 30 in 100 come true. How close that holds is measured on customers the model never saw.',
	horizon: 'The number of days after the as-of date in which a purchase counts.',
	asOf: 'The day on which the model looks at a customer. It knows only what was ordered before that day.',
	threshold: 'A product is shown as an ad when its probability is at or above this line.',
	reach: 'How many pairs of customer and product are at or above the threshold.',
	precision: 'Of what is at or above the threshold, the share that was really bought, on customers the model never saw.',
	lift: 'How many times more often the ads shown were bought than pairs of customer and product picked at random.',
	expectedProfit:
		'Each ad’s probability times the margin of the product, less the cost of the ad, added up. It counts every purchase, also those that would have happened without the ad.',
	holdout:
		'Customers who are not shown anything though they belong to the audience. A customer’s name decides, so they are the same ones in every list, and what they buy without ads can be compared.',
	recall: 'Of everything that was really bought, the share that was at or above the threshold.',
	impact:
		'How many percentage points this parameter moves the probability away from the typical customer’s. Exact Shapley values: together they add up to the difference.',
	baseline: 'The customer that this one is compared with: one with the middle value of every parameter, and the most frequent word where it is a word.',
	rules: 'Fixed weights that a person chose: (value − baseline) × weight. They know nothing of your data; they are here to compare with.',
	auc: 'The chance that a purchase which happened got a higher probability than one that did not. 0.5 is guessing, 1 is perfect.',
	ap: 'Average precision: how clean the top of the ranking is. Compare it with the base rate, which is what a random order would give.',
	base_rate: 'The share of all asked pairs of customer and product that were really bought.',
	log_loss: 'The penalty for confident mistakes, averaged over all pairs. Lower is better; 0 would be perfect.',
	skill: 'How much lower the log loss is than popularity’s. 0% is no better than a list of best-sellers.',
	brier: 'The mean squared distance between probability and outcome. Lower is better.',
	ece: 'Calibration error: how far predicted and observed rates lie apart on average, in ten groups of equal size.',
	lift10: 'How many times more often the tenth of pairs with the highest probability was bought, compared with all pairs.',
	recall10: 'Of a customer’s real purchases, the share found in their ten highest-ranked products.',
	ndcg10: 'Like recall, but a hit near the top of the list counts more.',
	phr10: 'The share of customers with at least one hit among their ten highest-ranked products.',
	interval: 'If the test were repeated with other customers, the value would lie in this range 95 times in 100.',
	certainty:
		'A model knows only customers who are alike, not this one: the true chance lies somewhere around the figure. How wide to look was checked on a simulated shop whose true chances are known.',
	heldOut: 'A fifth of the customers is kept away from training altogether. Every figure on this page comes from them.',
	validation: 'Customers kept apart from training to decide when to stop and how to calibrate. They are not the test customers.',
	support: 'How many customers bought it: the more, the more there is to learn from.',
	confidence: 'The calibrated probability that the verdict is right: p for a product that is shown, 1 − p for one that is not.',
	forest: 'Many decision trees that vote.',
	popularity: 'The same answer for everybody: each product’s share of buyers.'
} as const;

export type Term = keyof typeof terms;
