// HTTP-date in its three formats (RFC 9110 §5.6.7). All are UTC, and all count whole seconds.

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const MONTH = `(?<month>${MONTHS.join("|")})`;
const TIME = "(?<hour>[01]\\d|2[0-3]):(?<minute>[0-5]\\d):(?<second>[0-5]\\d|60)";
const DAY_NAME = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)";
const LONG_DAY_NAME = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day";

// Which weekday is named is not held against the date, which says the moment by itself.
const IMF_FIXDATE = new RegExp(`^${DAY_NAME}, (?<day>\\d\\d) ${MONTH} (?<year>\\d{4}) ${TIME} GMT$`);
const RFC850_DATE = new RegExp(`^${LONG_DAY_NAME}, (?<day>\\d\\d)-${MONTH}-(?<year>\\d\\d) ${TIME} GMT$`);
const ASCTIME_DATE = new RegExp(`^${DAY_NAME} ${MONTH} (?<day>\\d\\d| \\d) ${TIME} (?<year>\\d{4})$`);

/**
 * Reads an HTTP-date.
 * @param now seconds since 1970, which the two-digit years of RFC 850 are understood by: none is more than 50 years ahead
 * @returns seconds since 1970, or `null` where the text is no HTTP-date or names a day that is in no calendar
 */
export function parseHttpDate(text: string, now: number = Date.now() / 1000): number | null {
  const groups = (IMF_FIXDATE.exec(text) ?? ASCTIME_DATE.exec(text))?.groups;
  if (groups !== undefined) return secondsOf(groups, Number(groups["year"]));

  const short = RFC850_DATE.exec(text)?.groups;
  if (short === undefined) return null;
  const thisYear = new Date(now * 1000).getUTCFullYear();
  const year = thisYear - (thisYear % 100) + Number(short["year"]);
  const seconds = secondsOf(short, year);
  if (seconds !== null && seconds <= fiftyYearsAfter(now)) return seconds;
  // 29 February may stand in the one century and not in the other.
  return secondsOf(short, year - 100);
}

/**
 * Writes an IMF-fixdate, the one format to send.
 * @param seconds since 1970, whole or cut to whole; from the year 0 to the year 9999
 */
export function formatHttpDate(seconds: number): string {
  return new Date(Math.floor(seconds) * 1000).toUTCString();
}

function secondsOf(groups: Readonly<Record<string, string | undefined>>, year: number): number | null {
  const day = Number(groups["day"]);
  const date = new Date(0);
  date.setUTCFullYear(year, MONTHS.indexOf(groups["month"] as string), day);
  // A day that the month does not have has led into the next one.
  if (date.getUTCDate() !== day) return null;
  // A leap second, :60, is the first second of the next minute.
  return date.setUTCHours(Number(groups["hour"]), Number(groups["minute"]), Number(groups["second"])) / 1000;
}

function fiftyYearsAfter(now: number): number {
  const date = new Date(now * 1000);
  return date.setUTCFullYear(date.getUTCFullYear() + 50) / 1000;
}
