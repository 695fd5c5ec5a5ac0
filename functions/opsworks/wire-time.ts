/** A moment (epoch milliseconds) as OpsWorks writes it: `2013-07-25T18:57:34+00:00`. */
export const wireTime = (time: number): string => `${new Date(time).toISOString().slice(0, 19)}+00:00`;
