// What `sockeye-serve --help` prints.

export const HELP = `Serves the files of a folder by HTTP.

  sockeye-serve [folder] [options]        the folder is . where none is named

Where it listens
  -p, --port <number>        8000, or the next free one; PORT says it too
      --strict-port          a port that is taken is an error
  -H, --host <address>       127.0.0.1; with 0.0.0.0 the local network sees it; HOST says it too
      --tls-cert <file>      HTTPS: the certificate, PEM
      --tls-key <file>       HTTPS: its key, PEM
      --tls-passphrase <x>   of the key; better by SOCKEYE_TLS_PASSPHRASE

What it serves
  -s, --single               an application that routes in the browser: index.html for every page
      --fallback <file>      the same with another file
  -i, --index <name>         the file that stands for its folder: index.html; may be repeated
  -e, --extensions <list>    tried behind a path that names no file: html
      --no-listing           folders without index are not listed
      --dotfiles             names that begin with a dot are served
      --symlinks <policy>    links: deny, inside (the folder, the default), follow
      404.html               in the folder is the page for what is not there

How it answers
  -c, --max-age <seconds>    how long answers may be kept without asking: 0
      --immutable=<pattern>  files that never change, by a regular expression: '-[0-9a-f]{8}\\.'
      --no-compress          nothing is compressed on the fly; .br, .zst and .gz beside a file are sent all the same
      --no-etag              no entity-tags
      --cors                 pages of any origin may read the answers
  -u, --auth <user:password> asks for them (HTTP Basic); better by SOCKEYE_AUTH

The rest
  -o, --open                 opens a browser
  -q, --quiet                no line for each request
  -v, --version
  -h, --help

Ctrl-C stops it: running downloads get two seconds. Ctrl-C again stops it at once.
`;
