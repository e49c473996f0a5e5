/** The page of the reading frame, scripts inline; made by `.config/reader-page.js`. */
declare module 'virtual:reader-page' {
  export const readerPage: string;
}
