/** Every page is drawn on the device: a server would have to read the record to draw it. */
export const ssr = false;
export const prerender = false;
