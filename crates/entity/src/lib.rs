//! Who is who over time: devices, accounts, external endpoints.
