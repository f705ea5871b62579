/** The channel on which a worker tells all tabs that a project was written, or that the database was taken away. */
export const projectNews = 'likely-projects';
