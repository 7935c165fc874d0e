//! Names of sites, and networks that such sites stand in.

/// The first two bytes of addresses of large networks on the Internet.
pub(super) const RANGES: &[[u8; 2]] = &[
    [104, 16],
    [151, 101],
    [142, 250],
    [20, 190],
    [13, 107],
    [52, 97],
    [34, 120],
    [23, 53],
    [185, 60],
    [93, 184],
    [88, 99],
    [195, 201],
    [157, 240],
    [18, 65],
    [54, 230],
    [217, 160],
    [81, 169],
    [31, 13],
];

/// What people visit, the most popular first, and its network in [`RANGES`].
pub(super) const NEWS_AND_WORK: &[(&str, usize)] = &[
    ("www.google.com", 2),
    ("www.bing.com", 4),
    ("fonts.gstatic.com", 2),
    ("www.wikipedia.org", 8),
    ("www.linkedin.com", 4),
    ("cdn.jsdelivr.net", 1),
    ("www.youtube.com", 2),
    ("ajax.googleapis.com", 2),
    ("teams.microsoft.com", 5),
    ("github.com", 8),
    ("stackoverflow.com", 1),
    ("www.spiegel.de", 15),
    ("www.nos.nl", 10),
    ("www.bbc.co.uk", 1),
    ("static.cloudflareinsights.com", 0),
    ("www.amazon.de", 13),
    ("www.bahn.de", 16),
    ("maps.google.com", 2),
    ("translate.google.com", 2),
    ("www.deepl.com", 0),
    ("www.heise.de", 11),
    ("www.zoom.us", 6),
    ("i.ytimg.com", 2),
    ("www.dhl.de", 7),
    ("www.booking.com", 13),
    ("www.kvk.nl", 10),
    ("www.ups.com", 7),
    ("www.mouser.com", 7),
    ("www.rs-online.com", 7),
    ("www.weather.com", 7),
];

/// What programs talk to by themselves.
pub(super) const CLOUD: &[(&str, usize)] = &[
    ("settings-win.data.microsoft.com", 3),
    ("v10.events.data.microsoft.com", 3),
    ("login.microsoftonline.com", 3),
    ("outlook.office365.com", 5),
    ("ctldl.windowsupdate.com", 7),
    ("www.msftconnecttest.com", 7),
    ("fe3cr.delivery.mp.microsoft.com", 3),
    ("sls.update.microsoft.com", 3),
    ("download.windowsupdate.com", 7),
    ("ocsp.digicert.com", 9),
    ("crl3.digicert.com", 9),
    ("d1.sophosupd.com", 14),
    ("d1.sophosupd.net", 14),
    ("sophosxl.net", 13),
    ("update.googleapis.com", 2),
    ("safebrowsing.googleapis.com", 2),
    ("self.events.data.microsoft.com", 3),
    ("time.windows.com", 3),
    ("ptbtime1.ptb.de", 8),
    ("deb.debian.org", 1),
    ("registry.npmjs.org", 0),
    ("backup-vault.halden-offsite.example", 11),
    ("media-share.printpartner.example", 10),
    ("firmware.northcam.example", 11),
    ("mx1.mailfilter.example", 15),
];

pub(super) const TOP_LEVEL: &[&str] = &["com", "net", "org", "de", "nl", "eu", "co.uk", "io"];

pub(super) const WORDS: &[&str] = &[
    "alder", "basalt", "cobalt", "delta", "ember", "fjord", "garnet", "harbor", "indigo", "juniper", "kelp",
    "lumen", "maple", "nickel", "onyx", "pepper", "quartz", "river", "sable", "timber", "umber", "velvet",
    "willow", "zephyr",
];
