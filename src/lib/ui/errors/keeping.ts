import { whole } from '../words/numbers.js';
import { internal, text } from './facts.js';
import type { Sentences } from './facts.js';

/** Of projects, live orders, storage and the page itself. */
export const keepingSentences: Sentences = {
	'project.no_model': () => ({ what: 'No model has been trained yet.', next: 'Go to Model and train one; it takes a moment.' }),
	'project.none_open': () => ({ what: 'No data is open.', next: 'Go to Data and choose a file or a demo.' }),
	'live.bad_order': (facts) => ({
		what: `An order of the message does not fit: ${text(facts, 'field') ?? 'its form'}${typeof facts.index === 'number' ? ` of number ${whole(facts.index + 1)}` : ''}.`,
		next: 'None of its orders was taken. Mend it and send them again; those that were taken before count once.'
	}),
	'live.too_many': (facts) => ({
		what: `${text(facts, 'orders') ?? 'So many'} orders in one message are too many.`,
		next: `Send at most ${text(facts, 'most') ?? 'some thousands'} at once.`
	}),
	'live.elsewhere': () => ({ what: 'Another tab watches the orders of this project.', next: 'Go on there, or close it and start here.' }),
	'live.stopped': () => ({ what: 'Nothing listens for orders right now.', next: 'Press “Start” on the Live page first.' }),
	'live.other_origin': (facts) => ({
		what: `“${text(facts, 'address') ?? 'This address'}” is not an address of this site.`,
		next: 'Orders may only come from where this page comes from: give a path like /orders/stream.'
	}),
	'live.no_stream': () => ({ what: 'The simulated stream belongs to the office shop.', next: 'Open the demo “Office shop” and start it there.' }),
	'live.plan_gone': () => ({ what: 'The orders of this file are not in memory any more.', next: 'Choose the file again.' }),
	'live.disconnected': () => ({ what: 'The connection broke.', next: 'The browser tries again by itself; if it does not come back, start the feed again.' }),
	'live.file_gone': () => ({ what: 'The watched file cannot be read right now.', next: 'It is tried again every second. If it was moved, choose it again.' }),
	'live.given_split': () => ({
		what: 'This file says itself what is held out, so it is made for tests and has no “now”.',
		next: 'Open your own orders or a demo to watch new ones come in.'
	}),
	'attribute.unknown': (facts) => ({
		what: `No customer of this data has ${text(facts, 'attribute') ?? 'this detail'} = ${text(facts, 'value') ?? /* @wc-include */ 'that'}.`,
		next: 'Use one of the words that the data has.'
	}),
	'project.nothing_to_undo': () => ({ what: 'This can no longer be undone.', next: 'A newer change took its place, or the page was loaded anew since.' }),
	'project.unknown': () => ({ what: 'This project is no longer stored here.', next: 'Choose another one under Data.' }),
	'project.not_a_project': () => ({ what: 'This is not a Likely project file.', next: 'Choose a file that ends in .likely, made with “Export” here or by the command line.' }),
	'project.damaged': (f) => ({
		what: `This project is damaged${f.part ? ` (in ${text(f, 'part')})` : ''}; nothing of it was taken over.`,
		next: 'Export it again where it comes from, or start from the original order file.'
	}),
	'project.sealed': () => ({ what: 'This project file is encrypted.', next: 'Type the passphrase that it was exported with.' }),
	'project.newer_version': (f) => ({
		what: `This project file was written by a newer version of Likely (format ${text(f, 'version') ?? ''}; this page knows up to ${text(f, 'understood') ?? ''}).`,
		next: 'Load the page again to get its newest version, and open the file once more.'
	}),
	'demo.missing': () => ({ what: 'The demo data did not arrive.', next: 'Check the connection and try again; your own files need no connection.' }),

	'storage.full': () => ({
		what: 'The browser has no room left to store this.',
		next: 'Remove projects that you no longer need under Data, then try again. What was stored before is complete.'
	}),
	'storage.write_failed': () => ({
		what: 'The browser could not write this to the disk.',
		next: 'The disk may be full or damaged: make room on it, load the page again, and look under Data whether everything is there.'
	}),
	'storage.outdated': () => ({ what: 'Another tab has a newer version of this page open, or deleted everything.', next: 'Load this tab again.' }),
	'storage.unavailable': () => ({
		what: 'This browser window does not let pages store anything.',
		next: 'You can go on working, but it is gone when the tab is closed. A normal (not private) window keeps it.'
	}),
	'storage.locked': () => ({ what: 'Your data is locked.', next: 'Load the page again and type the passphrase.' }),
	'lock.wrong_passphrase': () => ({ what: 'This is not the passphrase.', next: 'Nothing was changed. Mind capital letters and the keyboard’s language, and try again.' }),
	'lock.too_short': (f) => ({ what: `A passphrase needs at least ${text(f, 'least') ?? '8'} characters.`, next: 'Four or five words that do not belong together are easy to remember and hard to guess.' }),
	'lock.already_set': () => ({ what: 'There is a passphrase already; another tab may have set it.', next: 'Load the page again and type it.' }),
	'lock.unavailable': () => ({ what: 'This browser cannot encrypt here.', next: 'It keeps nothing in this window, or the page did not come over https. Open it over https, in a window that is not private.' }),
	'storage.missing': () => ({ what: 'This project was removed in another tab.', next: 'Choose another one under Data.' }),
	'storage.failed': internal,
	'worker.busy': () => ({ what: 'Something else is still being computed.', next: 'Wait until it is done, or cancel it, and try again.' }),
	'worker.failed': () => ({
		what: 'The part of the page that does the computing stopped.',
		next: 'Load the page again. If it happens with the same large file, use fewer columns or years: memory may have run out.'
	}),
	'history.not_history': () => ({ what: 'This file is not an exported history.', next: 'Choose a CSV or JSON file made with “Export” on this page.' }),
	'history.damaged': (f) => ({ what: `Prediction ${text(f, 'record') ?? ''} of this file is damaged (${text(f, 'field') ?? ''}); none of it was taken over.`, next: 'Export the history again and import that file.' }),
	'model.damaged': () => ({ what: 'The stored model is damaged.', next: 'Train again on the Model page; the data is still there.' }),
	'model.unknown': () => ({ what: 'This model is no longer there.', next: 'Choose another one on the Model page.' })
};
