//! Failover clusters and volumes.

use super::Interface;

interfaces! {
    "0316560b-5db4-4ed9-bbb5-213436ddc0d9" "IVdsRemovable" {
        3: QueryMedia Eject;
    }
    "07e5c822-f00c-47a1-8fce-b244da56fd06" "IVdsDisk" {
        3: GetProperties GetPack GetIdentificationData QueryExtents ConvertStyle SetFlags ClearFlags;
    }
    "0818a8ef-9ba9-40d8-a6f9-e22833cc771e" "IVdsService" {
        3: IsServiceReady WaitForServiceReady GetProperties QueryProviders;
        8: QueryUnallocatedDisks GetObject QueryDriveLetters QueryFileSystemTypes Reenumerate Refresh;
        14: CleanupObsoleteMountPoints Advise Unadvise Reboot SetFlags ClearFlags;
    }
    "0ac13689-3134-47c6-a17c-4669216801be" "IVdsServiceHba" {
        3: QueryHbaPorts;
    }
    "10c5e575-7984-4e81-a56b-431f5f92ae42" "IVdsProvider" {
        3: GetProperties;
    }
    "118610b7-8d94-4030-b5b8-500889788e4e" "IEnumVdsObject" {
        3: Next Skip Reset Clone;
    }
    "11942d87-a1de-4e7f-83fb-a840d9c5928d" "IClusterStorage3" {
        3: CprepDiskGetUniqueIds3 CprepCheckNetFtBindings3 CprepCsvTestSetup3 CprepIsNodeClustered3;
        7: CprepCreateNewSmbShares3 CprepConnectToNewSmbShares3 CprepDiskGetProps3 CprepDiskIsReadOnly3;
        11: CprepDiskPRRegister3 CprepDiskFindKey3 CprepDiskPRPreempt3 CprepDiskPRReserve3;
        15: CprepDiskIsPRPresent3 CprepDiskPRRelease3 CprepDiskPRClear3;
    }
    "13b50bff-290a-47dd-8558-b7c58db1a71a" "IVdsPack2" {
        3: CreateVolume2;
    }
    "14fbe036-3ed7-4e10-90e9-a5ff991aff01" "IVdsServiceIscsi" {
        3: GetInitiatorName QueryInitiatorAdapters;
        8: SetInitiatorSharedSecret;
    }
    "15fc031c-0652-4306-b2c3-f558b8f837e2" "IVdsServiceSw" {
        3: GetDiskObject;
    }
    "1be2275a-b315-4f70-9e44-879b3a2a53f2" "IVdsVolumeOnline" {
        3: Online;
    }
    "1e062b84-e5e6-4b4b-8a25-67b81e8f13e8" "IVdsVDisk" {
        3: Open GetProperties GetHostVolume GetDeviceName;
    }
    "2510ea7d-c355-40c9-852c-e3b1b1338d67" "IClusterLogEx2" {
        3: GenerateClusterLog GenerateClusterHealthLog GenerateClusterSetLog GenerateClusterNetworkhLog;
        7: ExportClusterPerformanceHistory GenerateNetftLog GenerateLogEx GetCountLogs GetLogFilePath;
    }
    "2abd757f-2851-4997-9a13-47d2a885d6ca" "IVdsHbaPort" {
        3: GetProperties SetAllPathStatuses;
    }
    "3858c0d5-0f35-4bf5-9714-69874963bc36" "IVdsAdvancedDisk3" {
        3: GetProperties GetUniqueId;
    }
    "38a0a9ab-7cc8-4693-ac07-1f28bd03c3da" "IVdsIscsiInitiatorPortal" {
        3: GetProperties GetInitiatorAdapter;
    }
    "3b69d7f5-9d94-4648-91ca-79939ba263bf" "IVdsPack" {
        3: GetProperties GetProvider QueryVolumes QueryDisks CreateVolume AddDisk MigrateDisks;
        11: RemoveMissingDisk Recover;
    }
    "40f73c8b-687d-4a13-8d96-3d7f2e683936" "IVdsDisk2" {
        3: SetSANMode;
    }
    "4afc3636-db01-4052-80c3-03bbcb8d3c69" "IVdsServiceInitialization" {
        3: Initialize;
    }
    "4daa0135-e1d1-40f1-aaa5-3cc1e53221c3" "IVdsVolumePlex" {
        3: GetProperties GetVolume QueryExtents Repair;
    }
    "4dbcee9a-6343-4651-b85f-5e75d74d983c" "IVdsVolumeMF2" {
        3: GetFileSystemTypeName QueryFileSystemFormatSupport FormatEx;
    }
    "538684e0-ba3d-4bc0-aca9-164aff85c2a9" "IVdsDiskPartitionMF" {
        3: GetPartitionFileSystemProperties GetPartitionFileSystemTypeName;
        5: QueryPartitionFileSystemFormatSupport FormatPartitionEx;
    }
    "6788faf9-214e-4b85-ba59-266953616e09" "IVdsVolumeMF3" {
        3: QueryVolumeGuidPathnames FormatEx2 OfflineVolume;
    }
    "6e6f6b40-977c-4069-bddd-ac710059f8c0" "IVdsAdvancedDisk" {
        3: GetPartitionProperties QueryPartitions CreatePartition DeletePartition ChangeAttributes;
        8: AssignDriveLetter DeleteDriveLetter GetDriveLetter FormatPartition Clean;
    }
    "72ae6713-dcbb-4a03-b36b-371f6ac6b53d" "IVdsVolume2" {
        3: GetProperties2;
    }
    "75c8f324-f715-4fe3-a28e-f9011b61a4a1" "IVdsOpenVDisk" {
        3: Attach Detach DetachAndDelete Compact Merge Expand;
    }
    "8326cd1d-cf59-4936-b786-5efc08798e25" "IVdsAdviseSink" {
        3: OnNotify;
    }
    "83bfb87f-43fb-4903-baa6-127f01029eec" "IVdsSubSystemImportTarget" {
        3: GetImportTarget SetImportTarget;
    }
    "88306bb2-e71f-478c-86a2-79da200a0f11" "IVdsVolume" {
        3: GetProperties GetPack QueryPlexes Extend Shrink AddPlex BreakPlex RemovePlex Delete SetFlags;
        13: ClearFlags;
    }
    "8f4b2f5d-ec15-4357-992f-473ef10975b9" "IVdsDisk3" {
        3: GetProperties2 QueryFreeExtents;
    }
    "90681b1d-6a7f-48e8-9061-31b7aa125322" "IVdsDiskOnline" {
        3: Online Offline;
    }
    "9723f420-9355-42de-ab66-e31bb15beeac" "IVdsAdvancedDisk2" {
        3: ChangePartitionType;
    }
    "9882f547-cfc3-420b-9750-00dfbec50662" "IVdsCreatePartitionEx" {
        3: CreatePartitionEx;
    }
    "9aa58360-ce33-4f92-b658-ed24b14425b8" "IVdsSwProvider" {
        3: QueryPacks CreatePack;
    }
    "9cbe50ca-f2d2-4bf4-ace1-96896b729625" "IVdsDiskPartitionMF2" {
        3: FormatPartitionEx2;
    }
    "b07fedd4-1682-4440-9189-a39b55194dc5" "IVdsIscsiInitiatorAdapter" {
        3: GetProperties QueryInitiatorPortals;
    }
    "b481498c-8354-45f9-84a0-0bdd2832a91f" "IVdsVdProvider" {
        3: QueryVDisks CreateVDisk AddVDisk GetDiskFromVDisk GetVDiskFromDisk;
    }
    "b6b22da8-f903-4be7-b492-c09d875ac9da" "IVdsServiceUninstallDisk" {
        3: GetDiskIdFromLunInfo UninstallDisks;
    }
    "b97db8b2-4c63-11cf-bff6-08002be23f2f" "clusapi" {
        0: ApiOpenCluster ApiCloseCluster ApiSetClusterName ApiGetClusterName ApiGetClusterVersion;
        5: ApiGetQuorumResource ApiSetQuorumResource ApiCreateEnum ApiOpenResource ApiCreateResource;
        10: ApiDeleteResource ApiCloseResource ApiGetResourceState ApiSetResourceName ApiGetResourceId;
        15: ApiGetResourceType ApiFailResource ApiOnlineResource ApiOfflineResource ApiAddResourceDependency;
        20: ApiRemoveResourceDependency ApiCanResourceBeDependent ApiCreateResEnum ApiAddResourceNode;
        24: ApiRemoveResourceNode ApiChangeResourceGroup ApiCreateResourceType ApiDeleteResourceType;
        28: ApiGetRootKey ApiCreateKey ApiOpenKey ApiEnumKey ApiSetValue ApiDeleteValue ApiQueryValue;
        35: ApiDeleteKey ApiEnumValue ApiCloseKey ApiQueryInfoKey ApiSetKeySecurity ApiGetKeySecurity;
        41: ApiOpenGroup ApiCreateGroup ApiDeleteGroup ApiCloseGroup ApiGetGroupState ApiSetGroupName;
        47: ApiGetGroupId ApiGetNodeId ApiOnlineGroup ApiOfflineGroup ApiMoveGroup ApiMoveGroupToNode;
        53: ApiCreateGroupResourceEnum ApiSetGroupNodeList ApiCreateNotify ApiCloseNotify ApiAddNotifyCluster;
        58: ApiAddNotifyNode ApiAddNotifyGroup ApiAddNotifyResource ApiAddNotifyKey ApiReAddNotifyNode;
        63: ApiReAddNotifyGroup ApiReAddNotifyResource ApiGetNotify ApiOpenNode ApiCloseNode ApiGetNodeState;
        69: ApiPauseNode ApiResumeNode ApiEvictNode ApiNodeResourceControl ApiResourceControl;
        74: ApiNodeResourceTypeControl ApiResourceTypeControl ApiNodeGroupControl ApiGroupControl;
        78: ApiNodeNodeControl ApiNodeControl;
        81: ApiOpenNetwork ApiCloseNetwork ApiGetNetworkState ApiSetNetworkName ApiCreateNetworkEnum;
        86: ApiGetNetworkId ApiSetNetworkPriorityOrder ApiNodeNetworkControl ApiNetworkControl;
        90: ApiAddNotifyNetwork ApiReAddNotifyNetwork ApiOpenNetInterface ApiCloseNetInterface;
        94: ApiGetNetInterfaceState ApiGetNetInterface ApiGetNetInterfaceId ApiNodeNetInterfaceControl;
        98: ApiNetInterfaceControl ApiAddNotifyNetInterface ApiReAddNotifyNetInterface ApiCreateNodeEnum;
        102: ApiGetClusterVersion2 ApiCreateResTypeEnum ApiBackupClusterDatabase ApiNodeClusterControl;
        106: ApiClusterControl ApiUnblockGetNotifyCall ApiSetServiceAccountPassword;
        109: ApiSetResourceDependencyExpression ApiGetResourceDependencyExpression;
        112: ApiGetResourceNetworkName ApiExecuteBatch ApiCreateBatchPort ApiGetBatchNotification;
        116: ApiCloseBatchPort ApiOpenClusterEx ApiOpenNodeEx ApiOpenGroupEx ApiOpenResourceEx;
        121: ApiOpenNetworkEx ApiOpenNetInterfaceEx ApiChangeCsvState ApiCreateNodeEnumEx ApiCreateEnumEx;
        126: ApiPauseNodeEx ApiPauseNodeWithDrainTarget ApiResumeNodeEx ApiCreateGroupEx ApiOnlineGroupEx;
        131: ApiOfflineGroupEx ApiMoveGroupEx ApiMoveGroupToNodeEx ApiCancelClusterGroupOperation;
        135: ApiOnlineResourceEx ApiOfflineResourceEx ApiCreateNotifyV2 ApiAddNotifyV2 ApiGetNotifyV2;
        143: ApiCreateGroupEnum ApiCreateResourceEnum ApiExecuteReadBatch ApiRestartResource;
        147: ApiGetNotifyAsync;
        149: Opnum149otUsedOnWire;
        155: ApiAddNotifyResourceTypeV2;
        157: ApiExecuteReadBatchEx;
        163: ApiCreateGroupSet ApiOpenGroupSet ApiCloseGroupSet ApiDeleteGroupSet ApiAddGroupToGroupSet;
        168: ApiRemoveGroupFromGroupSet ApiMoveGroupToGroupSet;
        171: ApiAddGroupSetDependency ApiAddGroupToGroupSetDependency ApiNodeGroupSetControl;
        174: ApiGroupSetControl ApiSetGroupDependencyExpression ApiRemoveClusterGroupDependency;
        177: ApiSetGroupSetDependencyExpression ApiRemoveGroupSetDependency;
        179: ApiRemoveClusterGroupToGroupSetDependency ApiCreateGroupSetEnum ApiCreateNetInterfaceEnum;
        182: ApiChangeCsvStateEx ApiAddGroupToGroupSetEx ApiChangeResourceGroupEx;
        185: ApiClusterNativeUpdateControl;
    }
    "bd7c23c2-c805-457c-8f86-d17fe6b9d19f" "IClusterLogEx" {
        3: GenerateClusterLog GenerateClusterHealthLog GenerateClusterSetLog GenerateClusterNetworkhLog;
        7: ExportClusterPerformanceHistory GenerateNetftLog;
    }
    "d5d23b6d-5a55-4492-9889-397a3c2d2dbc" "IVdsAsync" {
        3: Cancel Wait QueryStatus;
    }
    "d68168c9-82a2-4f85-b6e9-74707c49a58f" "IVdsVolumeShrink" {
        3: QueryMaxReclaimableBytes Shrink;
    }
    "d99bdaae-b13a-4178-9fdb-e27f16b4603e" "IVdsHwProvider" {
        3: QuerySubSystems;
    }
    "e0393303-90d4-4a97-ab71-e9b671ee2729" "IVdsServiceLoader" {
        3: LoadService;
    }
    "e6d3c166-560f-4b58-b31a-fdea05fb606f" "IClusterLogEx3" {
        3: GenerateClusterLog GenerateClusterHealthLog GenerateClusterSetLog GenerateClusterNetworkhLog;
        7: ExportClusterPerformanceHistory GenerateNetftLog GenerateLogEx GetCountLogs GetLogFilePath;
        12: GenerateLogEx2;
    }
    "ee2d5ded-6236-4169-931d-b9778ce03dc6" "IVdsVolumeMF" {
        3: GetFileSystemProperties Format AddAccessPath QueryAccessPaths QueryReparsePoints DeleteAccessPath;
        9: Mount Dismount SetFileSystemFlags ClearFileSystemFlags;
    }
    "fc5d23e8-a88b-41a5-8de0-2d2f73c5a630" "IVdsServiceSAN" {
        3: GetSANPolicy SetSANPolicy;
    }
}
