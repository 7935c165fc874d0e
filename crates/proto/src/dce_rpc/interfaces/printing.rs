//! Printing and fax.

use super::Interface;

interfaces! {
    "12345678-1234-abcd-ef00-0123456789ab" "spoolss" {
        0: RpcEnumPrinters RpcOpenPrinter RpcSetJob RpcGetJob RpcEnumJobs RpcAddPrinter RpcDeletePrinter;
        7: RpcSetPrinter RpcGetPrinter RpcAddPrinterDriver RpcEnumPrinterDrivers RpcGetPrinterDriver;
        12: RpcGetPrinterDriverDirectory RpcDeletePrinterDriver RpcAddPrintProcessor RpcEnumPrintProcessors;
        16: RpcGetPrintProcessorDirectory RpcStartDocPrinter RpcStartPagePrinter RpcWritePrinter;
        20: RpcEndPagePrinter RpcAbortPrinter RpcReadPrinter RpcEndDocPrinter RpcAddJob RpcScheduleJob;
        26: RpcGetPrinterData RpcSetPrinterData RpcWaitForPrinterChange RpcClosePrinter RpcAddForm;
        31: RpcDeleteForm RpcGetForm RpcSetForm RpcEnumForms RpcEnumPorts RpcEnumMonitors RpcAddPort;
        38: RpcConfigurePort RpcDeletePort RpcCreatePrinterIC RpcPlayGdiScriptOnPrinterIC RpcDeletePrinterIC;
        43: RpcAddPrinterConnection RpcDeletePrinterConnection RpcPrinterMessageBox RpcAddMonitor;
        47: RpcDeleteMonitor RpcDeletePrintProcessor RpcAddPrintProvidor RpcDeletePrintProvidor;
        51: RpcEnumPrintProcessorDatatypes RpcResetPrinter RpcGetPrinterDriver2;
        54: RpcClientFindFirstPrinterChangeNotification RpcFindNextPrinterChangeNotification;
        56: RpcFindClosePrinterChangeNotification RpcRouterFindFirstPrinterChangeNotificationOld;
        58: RpcReplyOpenPrinter RpcRouterReplyPrinter RpcReplyClosePrinter RpcAddPortEx;
        62: RpcRemoteFindFirstPrinterChangeNotification RpcSpoolerInit RpcResetPrinterEx;
        65: RpcRemoteFindFirstPrinterChangeNotificationEx RpcRouterReplyPrinterEx;
        67: RpcRouterRefreshPrinterChangeNotification RpcSetAllocFailCount RpcSplOpenPrinter RpcAddPrinterEx;
        71: RpcSetPort RpcEnumPrinterData RpcDeletePrinterData RpcClusterSplOpen RpcClusterSplClose;
        76: RpcClusterSplIsAlive RpcSetPrinterDataEx RpcGetPrinterDataEx RpcEnumPrinterDataEx;
        80: RpcEnumPrinterKey RpcDeletePrinterDataEx RpcDeletePrinterKey RpcSeekPrinter;
        84: RpcDeletePrinterDriverEx RpcAddPerMachineConnection RpcDeletePerMachineConnection;
        87: RpcEnumPerMachineConnections RpcXcvData RpcAddPrinterDriverEx RpcSplOpenPrinter;
        91: RpcGetSpoolFileInfo RpcCommitSpoolData RpcCloseSpoolFileHandle RpcFlushPrinter;
        95: RpcSendRecvBidiData RpcAddDriverCatalog RpcAddPrinterConnection2 RpcDeletePrinterConnection2;
        99: RpcInstallPrinterDriverFromPackage RpcUploadPrinterDriverPackage RpcGetCorePrinterDrivers;
        102: RpcCorePrinterDriverInstalled RpcGetPrinterDriverPackagePath RpcReportJobProcessingProgress;
        110: RpcGetJobNamedPropertyValue RpcSetJobNamedProperty RpcDeleteJobNamedProperty;
        113: RpcEnumJobNamedProperties;
        116: RpcLogJobInfoForBranchOffice RpcRegeneratePrintDeviceCapabilities;
        119: RpcIppCreateJobOnPrinter RpcIppGetJobAttributes RpcIppSetJobAttributes;
        122: RpcIppGetPrinterAttributes RpcIppSetPrinterAttributes;
    }
    "6099fc12-3eff-11d0-abd0-00c04fd91a4e" "faxclient" {
        0: FAX_OpenConnection FAX_ClientEventQueue FAX_CloseConnection FAX_ClientEventQueueEx;
    }
    "76f03f96-cdfd-44fc-a22c-64950a001209" "IRemoteWinspool" {
        0: RpcAsyncOpenPrinter RpcAsyncAddPrinter RpcAsyncSetJob RpcAsyncGetJob RpcAsyncEnumJobs;
        5: RpcAsyncAddJob RpcAsyncScheduleJob RpcAsyncDeletePrinter RpcAsyncSetPrinter RpcAsyncGetPrinter;
        10: RpcAsyncStartDocPrinter RpcAsyncStartPagePrinter RpcAsyncWritePrinter RpcAsyncEndPagePrinter;
        14: RpcAsyncEndDocPrinter RpcAsyncAbortPrinter RpcAsyncGetPrinterData RpcAsyncGetPrinterDataEx;
        18: RpcAsyncSetPrinterData RpcAsyncSetPrinterDataEx RpcAsyncClosePrinter RpcAsyncAddForm;
        22: RpcAsyncDeleteForm RpcAsyncGetForm RpcAsyncSetForm RpcAsyncEnumForms RpcAsyncGetPrinterDriver;
        27: RpcAsyncEnumPrinterData RpcAsyncEnumPrinterDataEx RpcAsyncEnumPrinterKey;
        30: RpcAsyncDeletePrinterData RpcAsyncDeletePrinterDataEx RpcAsyncDeletePrinterKey RpcAsyncXcvData;
        34: RpcAsyncSendRecvBidiData RpcAsyncCreatePrinterIC RpcAsyncPlayGdiScriptOnPrinterIC;
        37: RpcAsyncDeletePrinterIC RpcAsyncEnumPrinters RpcAsyncAddPrinterDriver RpcAsyncEnumPrinterDrivers;
        41: RpcAsyncGetPrinterDriverDirectory RpcAsyncDeletePrinterDriver RpcAsyncDeletePrinterDriverEx;
        44: RpcAsyncAddPrintProcessor RpcAsyncEnumPrintProcessors RpcAsyncGetPrintProcessorDirectory;
        47: RpcAsyncEnumPorts RpcAsyncEnumMonitors RpcAsyncAddPort RpcAsyncSetPort RpcAsyncAddMonitor;
        52: RpcAsyncDeleteMonitor RpcAsyncDeletePrintProcessor RpcAsyncEnumPrintProcessorDatatypes;
        55: RpcAsyncAddPerMachineConnection RpcAsyncDeletePerMachineConnection;
        57: RpcAsyncEnumPerMachineConnections RpcSyncRegisterForRemoteNotifications;
        59: RpcSyncUnRegisterForRemoteNotifications RpcSyncRefreshRemoteNotifications;
        61: RpcAsyncGetRemoteNotifications RpcAsyncInstallPrinterDriverFromPackage;
        63: RpcAsyncUploadPrinterDriverPackage RpcAsyncGetCorePrinterDrivers;
        65: RpcAsyncCorePrinterDriverInstalled RpcAsyncGetPrinterDriverPackagePath;
        67: RpcAsyncDeletePrinterDriverPackage RpcAsyncReadPrinter RpcAsyncResetPrinter;
        70: RpcAsyncGetJobNamedPropertyValue RpcAsyncSetJobNamedProperty RpcAsyncDeleteJobNamedProperty;
        73: RpcAsyncEnumJobNamedProperties RpcAsyncLogJobInfoForBranchOffice;
    }
    "ea0a3165-4834-11d2-a6f8-00c04fa346cc" "fax" {
        0: FAX_GetServicePrinters FAX_ConnectionRefCount FAX_OpenPort FAX_ClosePort FAX_EnumJobs FAX_GetJob;
        6: FAX_SetJob FAX_GetPageData FAX_GetDeviceStatus FAX_Abort FAX_EnumPorts FAX_GetPort FAX_SetPort;
        13: FAX_EnumRoutingMethods FAX_EnableRoutingMethod FAX_GetRoutingInfo FAX_SetRoutingInfo;
        17: FAX_EnumGlobalRoutingInfo FAX_SetGlobalRoutingInfo FAX_GetConfiguration FAX_SetConfiguration;
        21: FAX_GetLoggingCategories FAX_SetLoggingCategories FAX_GetSecurity FAX_SetSecurity FAX_AccessCheck;
        26: FAX_CheckServerProtSeq FAX_SendDocumentEx FAX_EnumJobsEx FAX_GetJobEx FAX_GetCountryList;
        31: FAX_GetPersonalProfileInfo FAX_GetQueueStates FAX_SetQueue FAX_GetReceiptsConfiguration;
        35: FAX_SetReceiptsConfiguration FAX_GetReceiptsOptions FAX_GetVersion FAX_GetOutboxConfiguration;
        39: FAX_SetOutboxConfiguration FAX_GetPersonalCoverPagesOption FAX_GetArchiveConfiguration;
        42: FAX_SetArchiveConfiguration FAX_GetActivityLoggingConfiguration;
        44: FAX_SetActivityLoggingConfiguration FAX_EnumerateProviders FAX_GetPortEx FAX_SetPortEx;
        48: FAX_EnumPortsEx FAX_GetExtensionData FAX_SetExtensionData FAX_AddOutboundGroup;
        52: FAX_SetOutboundGroup FAX_RemoveOutboundGroup FAX_EnumOutboundGroups FAX_SetDeviceOrderInGroup;
        56: FAX_AddOutboundRule FAX_RemoveOutboundRule FAX_SetOutboundRule FAX_EnumOutboundRules;
        60: FAX_RegisterServiceProviderEx FAX_UnregisterServiceProviderEx FAX_UnregisterRoutingExtension;
        63: FAX_StartMessagesEnum FAX_EndMessagesEnum FAX_EnumMessages FAX_GetMessage FAX_RemoveMessage;
        68: FAX_StartCopyToServer FAX_StartCopyMessageFromServer FAX_WriteFile FAX_ReadFile FAX_EndCopy;
        73: FAX_StartServerNotification FAX_StartServerNotificationEx FAX_EndServerNotification;
        76: FAX_GetServerActivity FAX_SetConfigWizardUsed FAX_EnumRoutingExtensions FAX_ConnectFaxServer;
        80: FAX_GetSecurityEx FAX_RefreshArchive FAX_SetRecipientsLimit FAX_GetRecipientsLimit;
        84: FAX_GetServerSKU FAX_CheckValidFaxFolder FAX_GetJobEx2 FAX_EnumJobsEx2 FAX_GetMessageEx;
        89: FAX_StartMessagesEnumEx FAX_EnumMessagesEx FAX_StartServerNotificationEx2 FAX_CreateAccount;
        93: FAX_DeleteAccount FAX_EnumAccounts FAX_GetAccountInfo FAX_GetGeneralConfiguration;
        97: FAX_SetGeneralConfiguration FAX_GetSecurityEx2 FAX_SetSecurityEx2 FAX_AccessCheckEx2;
        101: FAX_ReAssignMessage FAX_SetMessage FAX_GetConfigOption;
    }
}
