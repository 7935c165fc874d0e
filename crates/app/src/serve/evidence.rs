//! Packets and the content of files, out of the data directory.

use crate::{file_store, packets};
use std::io::Write;
use std::path::PathBuf;
use thymus_capture::PcapngWriter;
use thymus_capture::store::{Query, StoreReader};
use thymus_web::{Content, FileEntry, FileQuery, Files, PacketQuery, Packets, ServiceError};

/// What a data directory keeps beside records.
pub(super) struct Evidence {
    pub(super) data: PathBuf,
}

fn failed(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> ServiceError {
    ServiceError::Failed(error.into())
}

impl Packets for Evidence {
    fn extract(&self, query: &PacketQuery, out: &mut dyn Write) -> Result<u64, ServiceError> {
        let PacketQuery { host, peer, port, from, to } = *query;
        let mut writer = PcapngWriter::new(out, "thymus", None)?;
        let directory = packets::directory(&self.data);
        let mut found = 0;
        if directory.is_dir() {
            let store = StoreReader::open(&directory).map_err(failed)?;
            let query = Query { host, peer, port, from, to };
            found = store.extract(&query, |packet| writer.packet(packet, None)).map_err(failed)?.packets;
        }
        writer.finish()?;
        Ok(found)
    }
}

impl Files for Evidence {
    fn list(&self, query: &FileQuery) -> Result<Vec<FileEntry>, ServiceError> {
        file_store::list(&self.data, query).map_err(failed)
    }

    fn open(&self, sha256: &str) -> Result<Option<Content>, ServiceError> {
        let Some(file) = file_store::open(&self.data, sha256)? else { return Ok(None) };
        Ok(Some(Content { bytes: file.metadata()?.len(), reader: Box::new(file) }))
    }
}
