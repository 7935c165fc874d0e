//! Accounts, logins, directories and keys.

use super::Interface;

interfaces! {
    "0b1c2170-5732-4e0e-8cd3-d9b16f3b84d7" "authzr" {
        0: AuthzrFreeContext AuthzrInitializeContextFromSid AuthzrInitializeCompoundContext AuthzrAccessCheck;
        4: AuthzGetInformationFromContext AuthzrModifyClaims AuthzrModifySids;
    }
    "112b1dff-d9dc-41f7-869f-d67fee7cb591" "ITpmVirtualSmartCardManager" {
        3: CreateVirtualSmartCard DestroyVirtualSmartCard;
    }
    "12345678-1234-abcd-ef00-01234567cffb" "netlogon" {
        0: NetrLogonUasLogon NetrLogonUasLogoff NetrLogonSamLogon NetrLogonSamLogoff NetrServerReqChallenge;
        5: NetrServerAuthenticate NetrServerPasswordSet NetrDatabaseDeltas NetrDatabaseSync NetrAccountDeltas;
        10: NetrAccountSync NetrGetDCName NetrLogonControl NetrGetAnyDCName NetrLogonControl2;
        15: NetrServerAuthenticate2 NetrDatabaseSync2 NetrDatabaseRedo NetrLogonControl2Ex;
        19: NetrEnumerateTrustedDomains DsrGetDcName NetrLogonGetCapabilities NetrLogonSetServiceBits;
        23: NetrLogonGetTrustRid NetrLogonComputeServerDigest NetrLogonComputeClientDigest;
        26: NetrServerAuthenticate3 DsrGetDcNameEx DsrGetSiteName NetrLogonGetDomainInfo;
        30: NetrServerPasswordSet2 NetrServerPasswordGet NetrLogonSendToSam DsrAddressToSiteNamesW;
        34: DsrGetDcNameEx2 NetrLogonGetTimeServiceParentDomain NetrEnumerateTrustedDomainsEx;
        37: DsrAddressToSiteNamesExW DsrGetDcSiteCoverageW NetrLogonSamLogonEx DsrEnumerateDomainTrusts;
        41: DsrDeregisterDnsHostRecords NetrServerTrustPasswordsGet DsrGetForestTrustInformation;
        44: NetrGetForestTrustInformation NetrLogonSamLogonWithFlags NetrServerGetTrustInfo unused;
        48: DsrUpdateReadOnlyServerDnsRecords NetrChainSetClientAttributes;
        59: NetrServerAuthenticateKerberos;
    }
    "12345778-1234-abcd-ef00-0123456789ab" "lsarpc" {
        0: LsarClose LsarDelete LsarEnumeratePrivileges LsarQuerySecurityObject LsarSetSecurityObject;
        5: LsarChangePassword LsarOpenPolicy LsarQueryInformationPolicy LsarSetInformationPolicy;
        9: LsarClearAuditLog LsarCreateAccount LsarEnumerateAccounts LsarCreateTrustedDomain;
        13: LsarEnumerateTrustedDomains LsarLookupNames LsarLookupSids LsarCreateSecret LsarOpenAccount;
        18: LsarEnumeratePrivilegesAccount LsarAddPrivilegesToAccount LsarRemovePrivilegesFromAccount;
        21: LsarGetQuotasForAccount LsarSetQuotasForAccount LsarGetSystemAccessAccount;
        24: LsarSetSystemAccessAccount LsarOpenTrustedDomain LsarQueryInfoTrustedDomain;
        27: LsarSetInformationTrustedDomain LsarOpenSecret LsarSetSecret LsarQuerySecret;
        31: LsarLookupPrivilegeValue LsarLookupPrivilegeName LsarLookupPrivilegeDisplayName LsarDeleteObject;
        35: LsarEnumerateAccountsWithUserRight LsarEnumerateAccountRights LsarAddAccountRights;
        38: LsarRemoveAccountRights LsarQueryTrustedDomainInfo LsarSetTrustedDomainInfo;
        41: LsarDeleteTrustedDomain LsarStorePrivateData LsarRetrievePrivateData LsarOpenPolicy2;
        45: LsarGetUserName LsarQueryInformationPolicy2 LsarSetInformationPolicy2;
        48: LsarQueryTrustedDomainInfoByName LsarSetTrustedDomainInfoByName LsarEnumerateTrustedDomainsEx;
        51: LsarCreateTrustedDomainEx LsarCloseTrustedDomainEx LsarQueryDomainInformationPolicy;
        54: LsarSetDomainInformationPolicy LsarOpenTrustedDomainByName LsarTestCall LsarLookupSids2;
        58: LsarLookupNames2 LsarCreateTrustedDomainEx2 CredrWrite CredrRead CredrEnumerate;
        63: CredrWriteDomainCredentials CredrReadDomainCredentials CredrDelete CredrGetTargetInfo;
        67: CredrProfileLoaded LsarLookupNames3 CredrGetSessionTypes LsarRegisterAuditEvent LsarGenAuditEvent;
        72: LsarUnregisterAuditEvent LsarQueryForestTrustInformation LsarSetForestTrustInformation;
        75: CredrRename LsarLookupSids3 LsarLookupNames4 LsarOpenPolicySce LsarAdtRegisterSecurityEventSource;
        80: LsarAdtUnregisterSecurityEventSource LsarAdtReportSecurityEvent CredrFindBestCredential;
        83: LsarSetAuditPolicy LsarQueryAuditPolicy LsarEnumerateAuditPolicy LsarEnumerateAuditCategories;
        87: LsarEnumerateAuditSubCategories LsarLookupAuditCategoryName LsarLookupAuditSubCategoryName;
        90: LsarSetAuditSecurity LsarQueryAuditSecurity CredReadByTokenHandle CredrRestoreCredentials;
        94: CredrBackupCredentials;
        129: LsarCreateTrustedDomainEx3 LsarOpenPolicy3;
        132: LsarQueryForestTrustInformation2 LsarSetForestTrustInformation2;
        135: LsarOpenPolicyWithCreds LsarOpenSecret2 LsarCreateSecret2 LsarSetSecret2 LsarQuerySecret2;
        140: LsarStorePrivateData2 LsarRetrievePrivateData2;
    }
    "12345778-1234-abcd-ef00-0123456789ac" "samr" {
        0: SamrConnect SamrCloseHandle SamrSetSecurityObject SamrQuerySecurityObject SamrShutdownSamServer;
        5: SamrLookupDomainInSamServer SamrEnumerateDomainsInSamServer SamrOpenDomain;
        8: SamrQueryInformationDomain SamrSetInformationDomain SamrCreateGroupInDomain;
        11: SamrEnumerateGroupsInDomain SamrCreateUserInDomain SamrEnumerateUsersInDomain;
        14: SamrCreateAliasInDomain SamrEnumerateAliasesInDomain SamrGetAliasMembership;
        17: SamrLookupNamesInDomain SamrLookupIdsInDomain SamrOpenGroup SamrQueryInformationGroup;
        21: SamrSetInformationGroup SamrAddMemberToGroup SamrDeleteGroup SamrRemoveMemberFromGroup;
        25: SamrGetMembersInGroup SamrSetMemberAttributesOfGroup SamrOpenAlias SamrQueryInformationAlias;
        29: SamrSetInformationAlias SamrDeleteAlias SamrAddMemberToAlias SamrRemoveMemberFromAlias;
        33: SamrGetMembersInAlias SamrOpenUser SamrDeleteUser SamrQueryInformationUser SamrSetInformationUser;
        38: SamrChangePasswordUser SamrGetGroupsForUser SamrQueryDisplayInformation;
        41: SamrGetDisplayEnumerationIndex SamrTestPrivateFunctionsDomain SamrTestPrivateFunctionsUser;
        44: SamrGetUserDomainPasswordInformation SamrRemoveMemberFromForeignDomain;
        46: SamrQueryInformationDomain2 SamrQueryInformationUser2 SamrQueryDisplayInformation2;
        49: SamrGetDisplayEnumerationIndex2 SamrCreateUser2InDomain SamrQueryDisplayInformation3;
        52: SamrAddMultipleMembersToAlias SamrRemoveMultipleMembersFromAlias SamrOemChangePasswordUser2;
        55: SamrUnicodeChangePasswordUser2 SamrGetDomainPasswordInformation SamrConnect2;
        58: SamrSetInformationUser2 SamrSetBootKeyInformation SamrGetBootKeyInformation SamrConnect3;
        62: SamrConnect4 SamrUnicodeChangePasswordUser3 SamrConnect5 SamrRidToSid SamrSetDSRMPassword;
        67: SamrValidatePassword SamrQueryLocalizableAccountsInDomain SamrPerformGenericOperation;
        73: SamrUnicodeChangePasswordUser4 SamrValidateComputerAccountReuseAttempt;
        77: SamrAccountIsDelegatedManagedServiceAccount;
    }
    "1544f5e0-613c-11d1-93df-00c04fd7bd09" "exchange_rfr" {
        0: RfrGetNewDSA RfrGetFQDNFromServerDN;
    }
    "1a1bb35f-abb8-451c-a1ae-33d98f1bef4a" "ITpmVirtualSmartCardManagerStatusCallback" {
        3: ReportProgress ReportError;
    }
    "3919286a-b10c-11d0-9ba8-00c04fd92ef5" "dssetup" {
        0: DsRolerGetPrimaryDomainInformation DsRolerDnsNameToFlatName DsRolerDcAsDc DsRolerDcAsReplica;
        4: DsRolerDemoteDc DsRolerGetDcOperationProgress DsRolerGetDcOperationResults DsRolerCancel;
        8: DsRolerServerSaveStateForUpgrade DsRolerUpgradeDownlevelServer DsRolerAbortDownlevelServerUpgrade;
    }
    "3c745a97-f375-4150-be17-5950f694c699" "ITpmVirtualSmartCardManager3" {
        3: CreateVirtualSmartCard DestroyVirtualSmartCard CreateVirtualSmartCardWithPinPolicy;
        6: CreateVirtualSmartCardWithAttestation;
    }
    "3dde7c30-165d-11d1-ab8f-00805f14db40" "BackupKey" {
        0: BackuprKey;
    }
    "5261574a-4572-206e-b268-6b199213b4e4" "AsyncEMSMDB" {
        0: EcDoAsyncWaitEx;
    }
    "5422fd3a-d4b8-4cef-a12e-e87d4ca22e90" "ICertRequestD2" {
        3: Request GetCACert Ping Request2 GetCAProperty GetCAPropertyInfo Ping2;
    }
    "784b693d-95f3-420b-8126-365c098659f2" "IOCSPAdminD" {
        3: GetOCSPProperty SetOCSPProperty GetCAConfigInformation SetCAConfigInformation GetSecurity;
        8: SetSecurity GetSigningCertificates GetHashAlgorithms GetMyRoles Ping;
    }
    "7c44d7d4-31d5-424c-bd5e-2b3e1f323d22" "dsaop" {
        0: IDL_DSAPrepareScript IDL_DSAExecuteScript;
    }
    "7fe0d935-dda6-443f-85d0-1cfb58fe41dd" "ICertAdminD2" {
        3: SetExtension SetAttributes ResubmitRequest DenyRequest IsValidCertificate PublishCRL GetCRL;
        10: RevokeCertificate EnumViewColumn GetViewDefaultColumnSet EnumAttributesOrExtensions OpenView;
        15: EnumView CloseView ServerControl Ping GetServerState BackupPrepare BackupEnd;
        22: BackupGetAttachmentInformation BackupGetBackupLogs BackupOpenFile BackupReadFile BackupCloseFile;
        27: BackupTruncateLogs ImportCertificate BackupGetDynamicFiles RestoreGetDatabaseLocations;
        31: PublishCRLs GetCAProperty SetCAProperty GetCAPropertyInfo EnumViewColumnTable GetCASecurity;
        37: SetCASecurity Ping2 GetArchivedKey GetAuditFilter SetAuditFilter GetOfficerRights;
        43: SetOfficerRights GetConfigEntry SetConfigEntry ImportKey GetMyRoles DeleteRow;
    }
    "82ad4280-036b-11cf-972c-00aa006887b0" "inetinfo" {
        0: R_InetInfoGetVersion R_InetInfoGetAdminInformation R_InetInfoGetSites;
        3: R_InetInfoSetAdminInformation R_InetInfoGetGlobalAdminInformation;
        5: R_InetInfoSetGlobalAdminInformation R_InetInfoQueryStatistics R_InetInfoClearStatistics;
        8: R_InetInfoFlushMemoryCache R_InetInfoGetServerCapabilities R_W3QueryStatistics2;
        11: R_W3ClearStatistics2 R_FtpQueryStatistics2 R_FtpClearStatistics2 R_IISEnumerateUsers;
        15: R_IISDisconnectUser;
    }
    "91ae6020-9e3c-11cf-8d7c-00aa00c091be" "ICertPassage" {
        0: CertServerRequest;
    }
    "9d07ca0d-8f02-4ed5-b727-acf37fea5bbc" "ISingleSignonRemoteMasterSecret" {
        0: RemoteGetMasterSecret;
    }
    "a4f1db00-ca47-1067-b31f-00dd010662da" "exchange_mapi" {
        1: EcDoDisconnect;
        4: EcRRegisterPushNotification;
        6: EcDummyRpc;
        10: EcDoConnectEx EcDoRpcExt2;
        14: EcDoAsyncConnectEx;
    }
    "afc07e2e-311c-4435-808c-c483ffeec7c9" "lsacap" {
        0: LsarGetAvailableCAPIDs;
    }
    "b9785960-524f-11df-8b6d-83dcded72085" "ISDKey" {
        0: GetKey;
    }
    "c681d488-d850-11d0-8c52-00c04fd90f7e" "efsrpc2" {
        0: EfsRpcOpenFileRaw EfsRpcReadFileRaw EfsRpcWriteFileRaw EfsRpcCloseRaw EfsRpcEncryptFileSrv;
        5: EfsDecryptFileSrv EfsRpcQueryUsersOnFile EfsRpcQueryRecoveryAgents EfsRpcRemoveUsersFromFile;
        9: EfsRpcAddUsersToFile Opnum10NotUsedOnWire EfsRpcNotSupported EfsRpcFileKeyInfo;
        13: EfsRpcDuplicateEncryptionInfoFile Opnum14NotUsedOnWire EfsRpcAddUsersToFileEx EfsRpcFileKeyInfoEx;
        17: Opnum17NotUsedOnWire EfsRpcGetEncryptedFileMetadata EfsRpcSetEncryptedFileMetadata;
        20: EfsRpcFlushEfsCache EfsRpcEncryptFileExServ EfsRpcQueryProtectors Opnum23NotUsedOnWire;
        24: Opnum24NotUsedOnWire Opnum25NotUsedOnWire Opnum26NotUsedOnWire Opnum27NotUsedOnWire;
        28: Opnum28NotUsedOnWire Opnum29NotUsedOnWire Opnum30NotUsedOnWire Opnum31NotUsedOnWire;
        32: Opnum32NotUsedOnWire Opnum33NotUsedOnWire Opnum34NotUsedOnWire Opnum35NotUsedOnWire;
        36: Opnum36NotUsedOnWire Opnum37NotUsedOnWire Opnum38NotUsedOnWire Opnum39NotUsedOnWire;
        40: Opnum40NotUsedOnWire Opnum41NotUsedOnWire Opnum42NotUsedOnWire Opnum43NotUsedOnWire;
        44: Opnum44NotUsedOnWire;
    }
    "d99e6e70-fc88-11d0-b498-00a0c90312f3" "ICertRequestD" {
        3: Request GetCACert Ping;
    }
    "d99e6e71-fc88-11d0-b498-00a0c90312f3" "ICertAdminD" {
        3: SetExtension SetAttributes ResubmitRequest DenyRequest IsValidCertificate PublishCRL GetCRL;
        10: RevokeCertificate EnumViewColumn GetViewDefaultColumnSet EnumAttributesOrExtensions OpenView;
        15: EnumView CloseView ServerControl Ping GetServerState BackupPrepare BackupEnd;
        22: BackupGetAttachmentInformation BackupGetBackupLogs BackupOpenFile BackupReadFile BackupCloseFile;
        27: BackupTruncateLogs ImportCertificate BackupGetDynamicFiles RestoreGetDatabaseLocations;
    }
    "e33c0cc4-0482-101a-bc0c-02608c6ba218" "locator" {
        0: I_nsi_lookup_begin I_nsi_lookup_done I_nsi_lookup_next I_nsi_entry_object_inq_next;
        4: I_nsi_ping_locator I_nsi_entry_object_inq_done I_nsi_entry_object_inq_begin;
    }
    "e3514235-4b06-11d1-ab04-00c04fc2dcd2" "drsuapi" {
        0: DRSBind DRSUnbind DRSReplicaSync DRSGetNCChanges DRSUpdateRefs DRSReplicaAdd DRSReplicaDel;
        7: DRSReplicaModify DRSVerifyNames DRSGetMemberships DRSInterDomainMove DRSGetNT4ChangeLog;
        12: DRSCrackNames DRSWriteSPN DRSRemoveDsServer DRSRemoveDsDomain DRSDomainControllerInfo DRSAddEntry;
        18: DRSExecuteKCC DRSGetReplInfo DRSAddSidHistory DRSGetMemberships2 DRSReplicaVerifyObjects;
        23: DRSGetObjectExistence DRSQuerySitesByCost IDL_DRSInitDemotion IDL_DRSReplicaDemotion;
        27: IDL_DRSFinishDemotion IDL_DRSAddCloneDC IDL_DRSWriteNgcKey IDL_DRSReadNgcKey;
    }
    "f5cc5a18-4264-101a-8c59-08002b2f8426" "nspi" {
        0: NspiBind NspiUnbind NspiUpdateStat NspiQueryRows NspiSeekEntries NspiGetMatches;
        6: NspiResortRestriction NspiDNToEph NspiGetPropList NspiGetProps NspiCompareMIds NspiModProps;
        12: NspiGetSpecialTable NspiGetTemplateInfo NspiModLinkAtt;
        16: NspiQueryColumns NspiGetNamesFromIDs NspiGetIDsFromNames NspiResolveNames NspiResolveNamesW;
    }
    "fdf8a2b9-02de-47f4-bc26-aa85ab5e5267" "ITpmVirtualSmartCardManager2" {
        3: CreateVirtualSmartCard DestroyVirtualSmartCard CreateVirtualSmartCardWithPinPolicy;
    }
}
