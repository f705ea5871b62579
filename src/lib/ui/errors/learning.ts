import { day, days } from '../words/time.js';
import { some, text } from './facts.js';
import type { Facts, Sentence, Sentences } from './facts.js';

const tooFew = (facts: Facts): Sentence => ({
	what: `There are too few customers to learn from (${text(facts, 'customers') ?? 'a handful'}).`,
	next: 'Some must be kept for testing, or no figure could be trusted. Choose an earlier as-of date, ask about the next order instead, or use a file with more customers.'
});

/** Of questions, models and what is asked of them. */
export const learningSentences: Sentences = {
	'shop.unknown': () => ({ what: 'There is no simulated shop of that name.', next: 'Choose one of the demos under Data.' }),
	'explanation.too_many_columns': () => ({
		what: 'This model has too many parameters to be explained one by one.',
		next: 'Predictions work all the same. For reasons, train a model with fewer customer details.'
	}),
	'model.bad_option': () => ({ what: 'A setting of this model lies outside what it can learn with.', next: 'Choose another value, or train with the settings as they come.' }),
	'history.needs_orders': () => ({
		what: 'This model answers from orders, one by one, and there are none to go by: the values of this prediction were edited or invented, or no order of that time is known.',
		next: 'Choose a forest, boosted trees or a network on the Model page: they answer from the values themselves.'
	}),
	'blend.too_few': () => ({ what: 'There are not two models that could be weighed against each other.', next: 'Train two others together with the blend.' }),
	'model.unsuited_question': () => ({
		what: 'This kind of model cannot answer this question.',
		next: 'Ask for the next days or the next order, or choose another model.'
	}),
	'compare.other_question': () => ({
		what: 'These two models answer different questions.',
		next: 'Compare models that were trained on the same question.'
	}),

	'customer.unknown': (f) => ({
		what: `There is no customer “${text(f, 'customer') ?? ''}” in this data.`,
		next: 'Look for the customer in the list; ids count capital letters and leading zeros.'
	}),
	'parameter.not_a_number': (f) => ({ what: `“${text(f, 'value') ?? ''}” is not a number.`, next: `Enter a number for ${text(f, 'parameter') ?? 'this parameter'}.` }),

	'parameter.unknown': (f) => ({ what: `This model knows no parameter “${text(f, 'parameter') ?? ''}”.`, next: 'It was kept with another model. Start again from the customer.' }),
	'product.unknown': (f) => ({ what: `There is no product “${text(f, 'product') ?? ''}” in this data.`, next: 'Choose one from the list.' }),
	'edit.nothing_bought': () => ({ what: 'Nothing is left that this customer bought, so there is nothing to predict from.', next: 'Undo the last change, or add an order.' }),
	'edit.time_out_of_range': () => ({ what: 'That day lies after the end of the data.', next: 'Choose a day that the data covers.' }),
	'baseline.no_customer': () => ({ what: 'There is no customer to compare with.', next: 'Choose another customer as the point of comparison.' }),
	'baseline.not_yet': () => ({ what: 'At that time this customer had not ordered anything yet.', next: 'Choose a later point of comparison, or the typical customer.' }),
	'checkpoint.other': () => ({ what: 'The training that was interrupted was of other data or settings.', next: 'Start the training anew.' }),
	'checkpoint.damaged': () => ({ what: 'What was kept of the interrupted training is damaged.', next: 'Start the training anew.' }),
	'audience.no_hashing': () => ({
		what: 'This page was not opened over a secure connection, and browsers hash nothing there.',
		next: 'Open it over https, or on your own machine as http://localhost, and save the file again.'
	}),
	'campaign.not_a_list': (f) => ({
		what: `This is not a list that was saved on this page: it has no ${text(f, 'missing') ?? /* @wc-include */ 'columns'}.`,
		next: 'Drop the CSV of an audience, with a line per ad or a line per customer, as it was saved.'
	}),
	'campaign.too_early': (f) => ({
		what: `The list is of ${day(Number(f.asOf))}, and the orders end before that, on ${day(Number(f.to))}.`,
		next: 'Load the orders that came since, and drop the list again.'
	}),
	'threshold.out_of_range': () => ({ what: 'A threshold lies between 1% and 99%.', next: 'Choose another one.' }),
	'question.horizon_too_long': (f) => ({
		what: `This data is too short for that horizon${typeof f.longest === 'number' ? `: it spans ${days(f.longest)}` : ''}.`,
		next: 'Choose fewer days.'
	}),
	'question.as_of_out_of_range': (f) => ({
		what: 'On that day there is nothing to learn from, or nothing to test on.',
		next:
			typeof f.earliest === 'number' && typeof f.latest === 'number'
				? `Choose a day from ${day(f.earliest)} to ${day(f.latest)}, so that there is history before it and a whole horizon after it.`
				: 'Choose a day well inside the time that the orders cover.'
	}),
	'split.too_few_customers': (f) => tooFew(f),
	'train.too_few_customers': (f) => tooFew(f),
	'rank.no_future': () => ({
		what: 'The file holds no held-out baskets of training customers to learn from.',
		next: 'Learn from past orders only, or give the file the columns part (history, future) and fold (train, val, test).'
	}),
	'rank.too_few': (f) => ({
		what: `Only ${text(f, 'customers') ?? 'a few'} customers have two orders or more, one to learn from and one before it.`,
		next: 'Use a file that reaches further back, or one with more customers.'
	}),
	'rank.not_yet': () => ({
		what: 'The products have not been ranked for these orders yet.',
		next: 'Rank them on the Customers page, then save the lists.'
	}),
	'train.nothing_bought': () => ({
		what: 'Nobody bought anything in the period that the model should learn from.',
		next: 'Choose a longer horizon or an earlier as-of date.'
	}),
	'transformer.question': () => ({ what: 'The transformer does not answer this question.', next: 'Choose another model for it, or ask what is in the next order.' }),
	'transformer.sizes': () => ({ what: 'These sizes do not make a transformer.', next: 'Go back to the sizes that it came with.' }),
	'train.elsewhere': () => ({
		what: 'This project is being trained in another tab.',
		next: 'Wait until it is done there, or stop it there. Both at once would overwrite each other.'
	}),
	'train.nothing_interrupted': () => ({ what: 'There is no interrupted training to go on with.', next: 'Start the training anew.' }),
	'tensorflow.lost': (f) => ({
		what: `The graphics processor was taken away while the network learned (${text(f, 'backend') ?? 'GPU'}).`,
		next: 'Train again; choose WebAssembly under “Compute with” if it keeps happening.'
	}),
	'model.no_export': () => ({ what: 'Only trees and networks can be written to these formats.', next: 'A project file (.likely) holds every kind of model.' }),
	'export.sql_family': () => ({
		what: 'This model compares customers with each other or reads their orders one by one, which SQL has no words for.',
		next: 'Train a random forest, boosted trees or a neural network, and export that one.'
	}),
	'export.sql_dialect': (f) => ({ what: `There is no SQL for ${text(f, 'dialect') ?? 'this database'}.`, next: 'Choose DuckDB, PostgreSQL or Spark SQL.' }),
	'export.sql_no_dates': () => ({
		what: 'These orders have no dates of their own, and SQL cannot make them up as this page does.',
		next: 'Open a file with a date for every order, train on it, and export again.'
	}),
	'export.sql_split': () => ({
		what: 'This file says itself which orders are held out, and SQL knows of no such split.',
		next: 'Open the orders without the columns that say so, train on them, and export again.'
	}),
	'export.sql_feature': (f) => ({
		what: `The parameter ${text(f, 'feature') ?? 'of this model'} has no counterpart in SQL.`,
		next: 'Train the model again with this version, then export it.'
	}),
	'export.sql_name': (f) => ({
		what: `The name ${some(f, 'name')} holds a character that no database can store.`,
		next: 'Correct the name in your file, open it again, train, and export.'
	}),
	'export.sql_number': () => ({ what: 'The model holds a number that is none, so it was not exported.', next: 'Train it again, then export it.' }),
	'tensorflow.cannot_start': () => ({
		what: 'TensorFlow.js could not start in this browser, so no neural network was trained.',
		next: 'The random forest was trained instead; it needs nothing special and is used for the predictions.'
	})
};
