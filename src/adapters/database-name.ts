/** The one database of the app on a device. */
export const DATABASE = 'carnet';
