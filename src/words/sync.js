// Brings the catalogues in step with the sources: new texts come in untranslated, texts that are gone leave. Lists what is missing.
import { catalogues, readCatalogue, writeCatalogue } from './catalogue.js';
import { faults } from './faults.js';
import { textsOfSources } from './sources.js';

const texts = await textsOfSources();
for (const [language, file] of Object.entries(catalogues)) {
	const before = readCatalogue(file);
	const entries = new Map([...texts].map(([id, text]) => [id, { ...text, translation: before.get(id)?.translation ?? [] }]));
	writeCatalogue(file, language, entries.values());
	const found = faults(texts, readCatalogue(file));
	for (const { text, fault } of found) console.log(`${language}: ${fault}: ${text}`);
	console.log(`${language}: ${entries.size} texts, ${found.length} to do.`);
	if (found.length) process.exitCode = 1;
}
