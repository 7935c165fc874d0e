//! Transactions of SMB1 (MS-CIFS 2.2.4.33, 2.2.4.46, 2.2.4.62) and the parameters of those that are read.

use super::parser::{Block, command, plain_text, some};
use super::parser_files::times_and_size;
use crate::smb::activity::OpenFacts;
use crate::smb::parser::{DELETE_ON_CLOSE, create_action, utf16};
use std::sync::Arc;
use thymus_wire::{Reader, Result};

/// One message of a transaction: the parts of its parameters and data that it holds.
#[derive(Debug, Default)]
pub(super) struct TransactionPart<'a> {
    pub(super) total_parameters: usize,
    pub(super) total_data: usize,
    pub(super) parameters_at: usize,
    pub(super) parameters: &'a [u8],
    pub(super) data_at: usize,
    pub(super) data: &'a [u8],
    /// The function of NT_TRANSACT, else the first setup word.
    pub(super) function: u16,
    /// The second setup word.
    pub(super) setup_second: u16,
    /// The name of what is called, of SMB_COM_TRANSACTION.
    pub(super) name: Option<Arc<str>>,
}

impl TransactionPart<'_> {
    pub(super) fn is_whole(&self) -> bool {
        self.parameters.len() >= self.total_parameters && self.data.len() >= self.total_data
    }

    /// No more data follows this part.
    pub(super) fn ends_data(&self) -> bool {
        self.data_at.saturating_add(self.data.len()) >= self.total_data
    }
}

/// MS-CIFS 2.2.4.33.1, 2.2.4.46.1 and 2.2.4.62.1.
pub(super) fn transaction_request<'a>(block: &Block<'a>) -> Result<TransactionPart<'a>> {
    let mut words = block.words();
    if block.command == command::NT_TRANSACT {
        words.skip(3)?;
        return wide_transaction(block, words);
    }
    let (total_parameters, total_data) = (words.u16_le()?.into(), words.u16_le()?.into());
    words.skip(14)?;
    let parameters = block_part(block, &mut words)?;
    let data = block_part(block, &mut words)?;
    words.skip(2)?;
    let function = words.u16_le().unwrap_or_default();
    let setup_second = words.u16_le().unwrap_or_default();
    let name = (block.command == command::TRANSACTION).then(|| block.texts(0).next());
    Ok(TransactionPart {
        total_parameters,
        total_data,
        parameters,
        data,
        function,
        setup_second,
        name,
        ..TransactionPart::default()
    })
}

fn wide_transaction<'a>(block: &Block<'a>, mut words: Reader<'a>) -> Result<TransactionPart<'a>> {
    let (total_parameters, total_data) = (words.u32_le()? as usize, words.u32_le()? as usize);
    words.skip(8)?;
    let parameters = wide_part(block, &mut words)?;
    let data = wide_part(block, &mut words)?;
    words.skip(1)?;
    let function = words.u16_le()?;
    let setup_second = words.skip(4).and_then(|()| words.u16_le()).unwrap_or_default();
    Ok(TransactionPart {
        total_parameters,
        total_data,
        parameters,
        data,
        function,
        setup_second,
        ..TransactionPart::default()
    })
}

fn block_part<'a>(block: &Block<'a>, words: &mut Reader<'a>) -> Result<&'a [u8]> {
    let (length, offset) = (words.u16_le()?, words.u16_le()?);
    Ok(block.part(offset.into(), length.into()))
}

fn wide_part<'a>(block: &Block<'a>, words: &mut Reader<'a>) -> Result<&'a [u8]> {
    let (length, offset) = (words.u32_le()?, words.u32_le()?);
    Ok(block.part(offset as usize, length as usize))
}

/// A further part of a request (MS-CIFS 2.2.4.34.1, 2.2.4.47.1, 2.2.4.63.1), or the answer or a part of it
/// (2.2.4.33.2, 2.2.4.46.2, 2.2.4.62.2).
pub(super) fn transaction_part<'a>(block: &Block<'a>, is_response: bool) -> Result<TransactionPart<'a>> {
    let mut words = block.words();
    let wide = matches!(block.command, command::NT_TRANSACT | command::NT_TRANSACT_SECONDARY);
    if wide {
        words.skip(3)?;
    }
    let mut number =
        || -> Result<usize> { Ok(if wide { words.u32_le()? as usize } else { words.u16_le()?.into() }) };
    let (total_parameters, total_data) = (number()?, number()?);
    if is_response && !wide {
        number()?;
    }
    let (parameters_length, parameters_offset, parameters_at) = (number()?, number()?, number()?);
    let (data_length, data_offset, data_at) = (number()?, number()?, number()?);
    Ok(TransactionPart {
        total_parameters,
        total_data,
        parameters_at,
        parameters: block.part(parameters_offset, parameters_length),
        data_at,
        data: block.part(data_offset, data_length),
        ..TransactionPart::default()
    })
}

/// The name in the parameters of a TRANSACTION2 request, after `skip` bytes.
pub(super) fn parameter_name(parameters: &[u8], skip: usize, unicode: bool) -> Option<Arc<str>> {
    some(plain_text(parameters.get(skip..)?, unicode))
}

/// The name that NT_TRANSACT_CREATE asks for (MS-CIFS 2.2.7.1.1) and whether it is to be deleted when closed.
pub(super) fn nt_transact_create(parameters: &[u8], unicode: bool) -> Result<(Arc<str>, bool)> {
    let mut reader = Reader::new(parameters);
    reader.skip(32)?;
    let options = reader.u32_le()?;
    reader.skip(8)?;
    let length = reader.u32_le()?;
    reader.skip(5)?;
    if unicode {
        reader.align(2)?;
    }
    let name = reader.take_up_to(length as usize);
    let name = if unicode { utf16(name).into() } else { plain_text(name, false) };
    Ok((name, options & DELETE_ON_CLOSE != 0))
}

/// The answer of NT_TRANSACT_CREATE (MS-CIFS 2.2.7.1.2).
pub(super) fn nt_transact_create_response(parameters: &[u8]) -> Result<OpenFacts> {
    let mut reader = Reader::new(parameters);
    reader.skip(2)?;
    let id = reader.u16_le()?;
    let action = reader.u32_le()?;
    reader.skip(4)?;
    let facts = times_and_size(&mut reader, id)?;
    Ok(OpenFacts { create_action: create_action(action), ..facts })
}
