import { openApi } from '$lib/core/serving/openapi.js';

/** The description of the API as the text of a file. */
export const apiDocument = JSON.stringify(openApi, null, '\t');
